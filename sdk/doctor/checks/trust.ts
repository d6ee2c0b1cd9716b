import {
  AgeError,
  DIRECTORY_PATH,
  type Directory,
  epochAfter,
  epochAt,
  isEqual,
  originOf,
  readDirectory,
} from '../../protocol/index.ts';
import { type Finding, findingsOf } from '../finding.ts';
import { type Answer, type Network, Unreachable } from '../network.ts';
import { attempt, type Site } from '../site.ts';

const { ok, look, fault, unknown } = findingsOf('trust');

/** The name whose tokens the site believes: as configured, as it asks, or as it says of itself. */
function issuerOf({ config, asked, description }: Site): string | undefined {
  const described = typeof description?.issuer === 'string' ? description.issuer : undefined;
  // A test issuer stands in for whatever is configured.
  if (asked.issuer !== undefined && isTestIssuer(asked.issuer)) return asked.issuer;
  return config?.options.issuer ?? asked.issuer ?? described;
}

function isTestIssuer(name: string): boolean {
  return name.startsWith('test-issuer.localhost');
}

/** The issuer's directory, and whether the site asks for what it lists. @returns the answer too, for its `Date` */
export async function checkTrust(
  site: Site,
  network: Network,
  now: number,
): Promise<{ readonly findings: readonly Finding[]; readonly answer?: Answer }> {
  const name = issuerOf(site);
  const origin = name === undefined ? undefined : attempt(() => originOf(name));
  if (name === undefined || origin === undefined) {
    return { findings: [unknown('The site names no issuer.', { fix: 'Look at headers below.', setting: 'issuer' })] };
  }
  if (isTestIssuer(name)) {
    const fix = 'Take testIssuer out of the options before anyone else can reach the site.';
    const make = site.origin.startsWith('http:') ? look : fault;
    return { findings: [make('A test issuer lets everyone in.', { fix, setting: 'testIssuer' })] };
  }
  let answer: Answer;
  try {
    answer = await network({ origin, path: DIRECTORY_PATH });
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const fix = 'See whether the name is right, and whether this machine may reach it.';
    return {
      findings: [unknown(`The directory of ${name} cannot be read: ${error.message}.`, { fix, setting: 'issuer' })],
    };
  }
  return { findings: await judge(site, name, answer, now), answer };
}

async function judge(site: Site, name: string, answer: Answer, now: number): Promise<readonly Finding[]> {
  const remedy = { fix: 'See whether the name is right; if it is, its operator has to act.', setting: 'issuer' };
  if (answer.certificate?.fault !== undefined) {
    return [fault(`The certificate of ${name} is not to be trusted (${answer.certificate.fault}).`, remedy)];
  }
  if (answer.status !== 200) return [fault(`${name} answers ${answer.status} where its directory should be.`, remedy)];
  let directory: Directory;
  try {
    directory = await readDirectory(answer.body, name);
  } catch (error) {
    if (!(error instanceof AgeError)) throw error;
    return [fault(`The directory of ${name} is malformed (${error.code}).`, remedy)];
  }
  return [...judgeKeys(site, name, directory, now), ...judgeLog(site, name, directory), ...judgeNames(site)];
}

function judgeLog({ config }: Site, name: string, { proofs }: Directory): readonly Finding[] {
  if (config === undefined || config.keyLog !== undefined || Object.keys(proofs).length === 0) return [];
  const fix = 'Ask for its key-log.json and name it: no key is believed then that the log does not show to everyone.';
  return [look(`${name} proves its keys, and this site does not look.`, { fix, setting: 'key_log' })];
}

function judgeKeys({ config, asked }: Site, name: string, { keys }: Directory, now: number): readonly Finding[] {
  const threshold = config?.options.threshold ?? asked.threshold ?? 18;
  const epoch = epochAt(now);
  const keyOf = (one: string) => keys.find((key) => key.threshold === threshold && key.epoch === one);
  const current = keyOf(epoch);
  if (current === undefined) {
    const fix = `Choose an age that ${name} has keys for, or ask its operator.`;
    return [fault(`${name} lists no key of age ${threshold} for ${epoch}.`, { fix, setting: 'threshold' })];
  }
  if (asked.tokenKey !== undefined && !isEqual(asked.tokenKey, current.key.spki)) {
    const fix =
      'A gate reads it about hourly. If this stands for longer, restart it and look for directory-unreachable.';
    return [fault(`The site asks for a key that ${name} does not list for ${epoch}: its directory is old.`, { fix })];
  }
  const found = [ok(`${name} lists ${keys.length} keys, one of age ${threshold} for ${epoch} among them.`)];
  if (keyOf(epochAfter(epoch)) === undefined) {
    found.push(
      look(`${name} lists no key for ${epochAfter(epoch)} yet.`, { fix: 'Ask its operator before Monday, 00:00 UTC.' }),
    );
  }
  return found;
}

function judgeNames({ config, asked }: Site): readonly Finding[] {
  const named = config?.options.issuer;
  if (named === undefined || asked.issuer === undefined || named === asked.issuer) return [];
  const fix = 'Restart the gate with this configuration, or correct it.';
  return [
    fault('The site asks for tokens of another issuer than the configuration names.', { fix, setting: 'issuer' }),
  ];
}
