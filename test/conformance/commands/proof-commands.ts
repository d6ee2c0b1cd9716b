import { parseArgs } from 'node:util';
import { ConfigurationFault } from '../exit-codes.ts';
import type { Command, CommandGiven } from './command.ts';
import { makeKey, type ProofTerminal } from './keygen.ts';
import { verifyReport } from './verify.ts';

/** `verify REPORT [--key KEY.pub.pem]`: whether a report, its evidence and its timestamp are as they were signed. */
export const verify: Command = async (given) => {
  const { values, positionals } = parse('verify', given.args);
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw new ConfigurationFault('verify: name one report.dsse.json, or the folder that it lies in');
  }
  return verifyReport(values.key === undefined ? { path } : { path, keyPath: values.key }, terminalOf(given));
};

/** `keygen --out KEY.pem` */
export const keygen: Command = async (given) => {
  const { values, positionals } = parse('keygen', given.args);
  const path = values.out ?? positionals[0];
  if (path === undefined) throw new ConfigurationFault('keygen: say where the key goes, as in --out key.pem');
  return makeKey(path, terminalOf(given));
};

const terminalOf = ({ language, print, progress }: CommandGiven): ProofTerminal => ({
  language,
  print,
  complain: progress,
});

function parse(command: string, args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { out: { type: 'string' }, key: { type: 'string' }, lang: { type: 'string' } },
    });
  } catch {
    throw new ConfigurationFault(`${command}: a flag is unknown or lacks its value; see: help ${command}`);
  }
}
