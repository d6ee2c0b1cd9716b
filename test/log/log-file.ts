import { formatNoteKey } from '@bauta/sdk/protocol';
import { LOG, WITNESSES } from './ground.ts';
import { LOG_URL } from './log-ground.ts';

/** The public file of the log of the ground. */
export const LOG_FILE = JSON.stringify({
  url: LOG_URL,
  key: formatNoteKey(LOG.key),
  witnesses: WITNESSES.map(({ key }, i) => ({
    key: formatNoteKey(key),
    url: `https://w${i}.example`,
    independent: true,
  })),
  quorum: 2,
});
