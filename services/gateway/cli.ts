// The gateway as a program: `bauta-gateway --config bauta.toml [--check] [--json]`.
// The one file here that knows the process, its environment and the machine's clock.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type GateConfig, GateConfigFault, readGateConfig } from '@bauta/sdk/config';
import { AgeError } from '@bauta/sdk/protocol';
import { EXIT } from '../exit-codes.ts';
import { loopbackFetch } from '../loopback.ts';
import { type GatewayFlags, parseGatewayFlags, USAGE } from './flags.ts';
import { listen } from './listen.ts';
import { createGatewayLog } from './log.ts';
import { openGateway } from './open.ts';
import { formatReport, makeReport } from './report.ts';

const now = (): number => Math.floor(Date.now() / 1000);

function end(code: number, lines: readonly string[]): never {
  process.stderr.write(`The gateway cannot start:\n${lines.map((line) => `  ${line}\n`).join('')}`);
  process.exit(code);
}

function loadConfig({ config }: GatewayFlags, folder: string): GateConfig {
  let text: string;
  try {
    text = readFileSync(config, 'utf8');
  } catch {
    end(EXIT.configuration, [`${config}: cannot be read; name the configuration with --config`]);
  }
  try {
    return readGateConfig(text, {
      env: process.env,
      readFile: (path) => readFileSync(resolve(folder, path), 'utf8'),
    });
  } catch (error) {
    if (error instanceof GateConfigFault) end(EXIT.configuration, error.lines(config));
    throw error;
  }
}

async function main(): Promise<void> {
  const flags = parseGatewayFlags(process.argv.slice(2));
  if (flags.help) return void process.stdout.write(USAGE);
  if (flags.faults.length > 0) end(EXIT.configuration, flags.faults);
  const folder = dirname(resolve(flags.config));
  const config = loadConfig(flags, folder);
  const log = createGatewayLog({ now, write: (line) => process.stderr.write(line) });
  const gateway = await openGateway(config, {
    fetch: (url) => loopbackFetch(url),
    now,
    random: (length) => new Uint8Array(randomBytes(length)),
    log,
    folder,
  });

  const say = (address: string | undefined): void => {
    const report = makeReport(config, { keys: gateway.keys(), listen: address });
    process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : formatReport(report));
  };
  if (flags.check) {
    say(undefined);
    await gateway.close();
    process.exit(gateway.keys() > 0 ? EXIT.held : EXIT.notReachable);
  }

  const { host } = config.listen;
  const listening = await listen(gateway.fetch, config.listen);
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await listening.close();
    await gateway.close();
    log({ event: 'stopped' });
    process.exit(EXIT.held);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  say(`http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`);
}

try {
  await main();
} catch (error) {
  if (error instanceof AgeError)
    end(EXIT.notReachable, [`${error.code}: ${String(error.cause ?? 'see spec/errors.md')}`]);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE' || code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    end(EXIT.configuration, [`listen: ${code}: another program is there, or this address is not ours`]);
  }
  // Only here may a fault say what it says: no visitor has been near it yet.
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(EXIT.fault);
}
