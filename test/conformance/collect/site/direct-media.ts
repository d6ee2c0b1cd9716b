import { isWithinReach } from '../../reading/loopback.ts';
import { listMediaAddresses } from '../../reading/media-addresses.ts';
import type { ProbeAct } from '../probe-act.ts';

const MOST_ADDRESSES = 60;
/** Addresses that are also asked for in part, and for their headers alone. */
const MOST_WAYS = 20;

/**
 * Asks for pictures and films by their own addresses, without a session, wherever they lie. Records exchanges `media`,
 * `media-range` (the first KiB) and `media-head`; and a fact `addresses`: `{ known, asked }`.
 */
export const directMedia: ProbeAct = {
  name: 'direct-media',
  title: { en: 'Asking for media by their own addresses', fr: 'Demander les médias par leur propre adresse' },
  needs: [],
  async run({ target, record, seen, http, progress }) {
    const known = listMediaAddresses(seen).filter(({ url }) => isWithinReach(new URL(url), target));
    const asked = known.slice(0, MOST_ADDRESSES);
    record.add({ kind: 'fact', label: 'addresses', value: { known: known.length, asked: asked.length } });
    for (const [i, { url, isDecoration }] of asked.entries()) {
      progress(`${i + 1}/${asked.length} ${url}`);
      await http.send(record, { url, label: 'media' });
      if (isDecoration || i >= MOST_WAYS) continue;
      await http.send(record, { url, headers: { range: 'bytes=0-1023' }, label: 'media-range' });
      await http.send(record, { method: 'HEAD', url, label: 'media-head' });
    }
    if (asked.length === 0) record.leave('nothing-to-try');
  },
};
