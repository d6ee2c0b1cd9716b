import { createNoteSigner, formatNoteKey, isLoopback, nameOf } from '@bauta/sdk/protocol';
import { FURTHER_ATTESTER, ROOMS } from '../rooms.ts';
import type { RoomConfig } from '../settings/config.ts';

/** What of its settings an attester tells others, or makes it out of. */
type Joining = Pick<RoomConfig<'attester'>, 'name' | 'seed' | 'origin' | 'port' | 'dataDir' | 'production'>;

/**
 * What an attester that joins gives to those who have to know it: one line for each of them to add, and what comes then.
 * Nothing in it is secret.
 */
export async function joiningLines(attester: Joining): Promise<string> {
  const { name, seed } = attester;
  const { key } = await createNoteSigner(name, 'log', seed.reveal());
  const operator = { key: formatNoteKey(key), roles: ['attester'], names: [name] };
  return `To join, ${name} is to be added once by each of these (spec/guides/attesters.md):
  the log     this row to the list in LOG_OPERATORS:
              ${JSON.stringify(operator)}
  the issuer  ${name} to ATTESTERS
  the wallet  ${name} to ATTESTERS, and what people call it to ATTESTER_LABELS
Each of them then starts again. Until the log did, this attester has no keys to show: ERR_LOG_OPERATOR. It goes on trying.
${linesForOneMachine(attester)}`;
}

/** The same as what to do, where all of them are the demonstration's. */
function linesForOneMachine({ name, origin, port, dataDir, production }: Joining): string {
  if (production || !isLoopback(new URL(origin).hostname)) return '';
  const { host, offset } = ROOMS.attester;
  const first = nameOf(`http://${host}.localhost:${port - FURTHER_ATTESTER + offset}`);
  const label = name.replace(/\..*$/, '');
  return `On this machine: leave this running, add the row to ${dataDir}/log-operators.json, and in place of npm start run
  ATTESTERS=${first},${name} ATTESTER_LABELS='Demo age checker,${label}' npm start
`;
}
