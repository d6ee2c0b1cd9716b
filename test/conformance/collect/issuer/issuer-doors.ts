import type { ProbeAct } from '../probe-act.ts';
import { requestUrlOf, seenDirectory } from './find-issuer-keys.ts';

/**
 * Asks as a browser on the page of a made-up site would whether it may ask for tokens: two exchanges labelled `preflight`.
 * A fact `canaries` lists the two sites' origins, in the same order.
 */
export const issuerDoors: ProbeAct = {
  name: 'issuer-doors',
  title: { en: 'Asking from the page of a site', fr: 'Demander depuis la page d’un site' },
  needs: [],
  async run(context) {
    const { record, http, random } = context;
    const directory = seenDirectory(context);
    const url = directory === undefined ? undefined : requestUrlOf(context, directory);
    if (url === undefined) return record.leave('not-our-protocol');
    const canaries = [`https://${random(12)}.example`, `https://${random(12)}.example`];
    record.add({ kind: 'fact', label: 'canaries', value: canaries });
    for (const origin of canaries) {
      const headers = {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      };
      await http.send(record, { method: 'OPTIONS', url, headers, label: 'preflight' });
    }
  },
};
