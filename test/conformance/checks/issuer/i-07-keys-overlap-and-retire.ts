import type { Json } from '../../evidence/observation.ts';
import { timeOf } from '../../reading/answer-time.ts';
import { curlOf, findExchange, isRefused, isServed } from '../../reading/answers.ts';
import { blindRsaKeys, type ListedKey, readIssuerDirectory } from '../../reading/issuer-directory.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

interface Tried {
  readonly which: string;
  readonly exchange: string;
}

export const keysOverlapAndRetire: Check = {
  id: 'I-07',
  plan: 'issuer',
  title: {
    en: 'The next key is published before it is needed, and a key that is not in use signs nothing',
    fr: 'La clé suivante est publiée avant d’être nécessaire, et une clé hors d’usage ne signe rien',
  },
  prose: {
    en: 'The suite looks whether a key is in use now and whether one for the time after it is listed already, since a key that appears at the moment of its use can be shown to one person before all others. It then asks for signatures under a key that is listed nowhere, as a withdrawn one is, and under one whose time has not begun: both must be refused.',
    fr: 'La suite regarde si une clé est en usage maintenant et si celle de la période suivante est déjà listée, car une clé qui apparaît au moment de servir peut être montrée à une personne avant toutes les autres. Elle demande ensuite des signatures sous une clé qui n’est listée nulle part, comme l’est une clé retirée, et sous une clé dont la période n’a pas commencé\u00a0: les deux doivent être refusées.',
  },
  probes: ['issuer-directory', 'issuer-minting'],
  judge(view) {
    const probe = view.probe('issuer-directory');
    const [exchange] = probe.exchanges('directory-plain');
    const directory = exchange?.response && readIssuerDirectory(view.text(exchange.response.body));
    if (exchange === undefined || directory === undefined) return untested(probe.reason ?? 'not-our-protocol');
    const keys = blindRsaKeys(directory);
    if (keys.length === 0) return untested('not-our-protocol');

    const findings: Finding[] = [];
    const now = timeOf(exchange);
    const isDated = keys.every(({ notBefore, notAfter }) => notBefore !== undefined && notAfter !== undefined);
    const [current, next] = [
      keys.filter((key) => isCurrent(key, now)),
      keys.filter((key) => (key.notAfter ?? 0) > lastOf(keys, now)),
    ];
    if (isDated && (current.length === 0 || next.length === 0)) {
      findings.push({
        rule: 'no-overlap',
        severity: 'medium',
        expected: {
          en: 'A key in use, and one listed for the time after it.',
          fr: 'Une clé en usage, et une clé déjà listée pour la période suivante.',
        },
        observed: {
          en: `${current.length} keys are in use and ${next.length} are listed for later.`,
          fr: `${current.length} clés sont en usage et ${next.length} sont listées pour plus tard.`,
        },
        why: {
          en: 'A key that appears at the moment of its use can be shown to one person first, and recognise them.',
          fr: 'Une clé qui apparaît au moment de servir peut être montrée d’abord à une personne, et la faire reconnaître.',
        },
        fix: {
          en: 'Publish keys at least a week before they sign.',
          fr: 'Publiez les clés au moins une semaine avant qu’elles signent.',
        },
        reproduce: curlOf(exchange),
        evidence: [exchange.id],
      });
    }
    const minting = view.probe('issuer-minting');
    const tried = minting
      .facts('key')
      .map(({ value }) => value as { readonly [key: string]: Json } as unknown as Tried);
    const answers = tried.flatMap(({ exchange: id }) => findExchange(minting, id) ?? []);
    const signed = answers.filter(isServed);
    if (signed.length > 0) {
      findings.push({
        rule: 'unlisted-key-signs',
        severity: 'high',
        expected: {
          en: 'A request under a key that is not in use is refused.',
          fr: 'Une demande sous une clé hors d’usage est refusée.',
        },
        observed: {
          en: `${signed.length} of ${answers.length} such requests were signed (${signed.map(({ label }) => label).join(', ')}).`,
          fr: `${signed.length} demandes de ce genre sur ${answers.length} ont été signées (${signed.map(({ label }) => label).join(', ')}).`,
        },
        why: {
          en: 'A key that still signs after it was withdrawn is one that nobody watches; it can mark people, and whoever stole it goes on.',
          fr: 'Une clé qui signe encore après son retrait est une clé que personne ne surveille\u00a0; elle peut marquer des personnes, et qui l’a volée continue.',
        },
        fix: {
          en: 'Destroy withdrawn keys, and refuse every request that names a key which does not sign now.',
          fr: 'Détruisez les clés retirées, et refusez toute demande qui nomme une clé ne signant pas à ce moment.',
        },
        reproduce:
          '1. Draw a grant for a request that names a key id which is not in the directory. 2. Send both: the answer must be a refusal.',
        evidence: signed.map(({ id }) => id),
      });
    }
    const note: Text = {
      en: `Of ${keys.length} keys ${current.length} are in use and ${next.length} listed for later. ${answers.filter(isRefused).length} of ${answers.length} requests under other keys were refused.`,
      fr: `Sur ${keys.length} clés, ${current.length} sont en usage et ${next.length} listées pour plus tard. ${answers.filter(isRefused).length} demandes sur ${answers.length} sous d’autres clés ont été refusées.`,
    };
    if (!isDated) return judged(findings, cannotTell(note, UNDATED));
    return judged(
      findings,
      answers.length === 0 ? untested(minting.reason ?? 'no-tokens', note, NOT_TRIED) : passed(note),
    );
  },
};

const isCurrent = ({ notBefore, notAfter }: ListedKey, now: number): boolean =>
  (notBefore ?? 0) <= now && now < (notAfter ?? 0);

/** When the key that ends first of those in use ends. */
const lastOf = (keys: readonly ListedKey[], now: number): number =>
  Math.min(...keys.filter((key) => isCurrent(key, now)).map(({ notAfter }) => notAfter ?? 0), Number.MAX_SAFE_INTEGER);

const UNDATED: Text = {
  en: 'Keys do not say from when to when they hold, so that an overlap cannot be seen.',
  fr: 'Les clés ne disent pas de quand à quand elles valent\u00a0; un recouvrement ne peut donc pas se voir.',
};

const NOT_TRIED: Text = {
  en: 'No grant could be drawn, so that no signature was asked for under a withdrawn key.',
  fr: 'Aucune autorisation n’a pu être obtenue\u00a0; aucune signature n’a donc été demandée sous une clé retirée.',
};
