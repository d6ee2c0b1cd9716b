import { ConfigurationFault } from '../exit-codes.ts';
import type { Command, CommandGiven } from './command.ts';
import { makeKey, type ProofTerminal } from './keygen.ts';
import { readFlags } from './read-flags.ts';
import { verifyReport } from './verify.ts';

const FLAGS = { out: { type: 'string' }, key: { type: 'string' }, lang: { type: 'string' } } as const;

/** `verify REPORT [--key KEY.pub.pem]`: whether a report, its evidence and its timestamp are as they were signed. */
export const verify: Command = async (given) => {
  const { values, positionals } = readFlags('verify', given.args, FLAGS);
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw new ConfigurationFault({
      en: 'verify: name one report.dsse.json, or the folder that it lies in',
      fr: 'verify\u00a0: nommez un report.dsse.json, ou le dossier qui le contient',
    });
  }
  return verifyReport(values.key === undefined ? { path } : { path, keyPath: values.key }, terminalOf(given));
};

/** `keygen --out KEY.pem` */
export const keygen: Command = async (given) => {
  const { values, positionals } = readFlags('keygen', given.args, FLAGS);
  const path = values.out ?? positionals[0];
  if (path === undefined) {
    throw new ConfigurationFault({
      en: 'keygen: say where the key goes, as in --out key.pem',
      fr: 'keygen\u00a0: dites où va la clé, par exemple --out cle.pem',
    });
  }
  return makeKey(path, terminalOf(given));
};

const terminalOf = ({ language, print, progress }: CommandGiven): ProofTerminal => ({
  language,
  print,
  complain: progress,
});
