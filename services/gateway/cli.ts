// The gateway as a program: `bauta-gateway --config bauta.toml [--check] [--json]`.
// The one file here that knows the process, its environment and the machine's clock.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  fileModeOf,
  formatListenAddress,
  type GateConfig,
  GateConfigFault,
  type ListenAddress,
  readGateConfig,
} from '@bauta/sdk/config';
import { gateMetrics } from '@bauta/sdk/metrics';
import { AgeError } from '@bauta/sdk/protocol';
import { EXIT } from '../exit-codes.ts';
import { loopbackFetch } from '../loopback.ts';
import { type GatewayFlags, parseGatewayFlags, USAGE } from './flags.ts';
import { type ListeningGateway, listen } from './listen.ts';
import { createGatewayLog } from './log.ts';
import { openGateway } from './open.ts';
import { formatReport, makeReport } from './report.ts';
import { createMetricsAnswer, METRICS_ROUND_TO } from './serve-metrics.ts';

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
      modeOf: (path) => fileModeOf(resolve(folder, path)),
    });
  } catch (error) {
    if (error instanceof GateConfigFault) end(EXIT.configuration, error.lines(config));
    throw error;
  }
}

/** Listens, or ends with the key of the configuration that names an address where it cannot. */
async function listenFor(
  key: 'listen' | 'metrics',
  address: ListenAddress,
  answer: (request: Request) => Promise<Response>,
): Promise<{ readonly address: string; readonly listening: ListeningGateway }> {
  try {
    const listening = await listen(answer, address);
    return { address: formatListenAddress({ ...address, port: listening.port }), listening };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'].includes(code)) throw error;
    return end(EXIT.configuration, [`${key}: ${code}: another program is there, or this address is not ours`]);
  }
}

async function main(): Promise<void> {
  const flags = parseGatewayFlags(process.argv.slice(2));
  if (flags.help) return void process.stdout.write(USAGE);
  if (flags.faults.length > 0) end(EXIT.configuration, flags.faults);
  const folder = dirname(resolve(flags.config));
  const config = loadConfig(flags, folder);
  const log = createGatewayLog({ now, write: (line) => process.stderr.write(line) });
  const metrics = gateMetrics({ now, roundTo: METRICS_ROUND_TO });
  const gateway = await openGateway(config, {
    fetch: (url) => loopbackFetch(url),
    now,
    random: (length) => new Uint8Array(randomBytes(length)),
    log,
    metrics,
    folder,
  });

  const say = (listen?: string, metrics?: string): void => {
    const report = makeReport(config, { start: gateway.start, keys: gateway.keys(), listen, metrics });
    process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : formatReport(report));
  };
  if (flags.check) {
    say();
    await gateway.close();
    process.exit(gateway.keys() > 0 ? EXIT.held : EXIT.notReachable);
  }

  const counted = config.metrics && (await listenFor('metrics', config.metrics, createMetricsAnswer(metrics.text)));
  const open = await listenFor('listen', config.listen, gateway.fetch);
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await Promise.all([open.listening.close(), counted?.listening.close()]);
    await gateway.close();
    log({ event: 'stopped' });
    process.exit(EXIT.held);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  say(open.address, counted?.address);
}

try {
  await main();
} catch (error) {
  if (error instanceof AgeError)
    end(EXIT.notReachable, [`${error.code}: ${String(error.cause ?? 'see spec/errors.md')}`]);
  // Only here may a fault say what it says: no visitor has been near it yet.
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(EXIT.fault);
}
