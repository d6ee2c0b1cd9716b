import type { Exchange } from '../../evidence/observation.ts';
import { headerOf } from '../../evidence/view.ts';
import { timeOf } from '../../reading/answer-time.ts';
import { curlOf } from '../../reading/answers.ts';
import {
  blindRsaKeys,
  DIRECTORY_TYPE,
  type ReadDirectory,
  readIssuerDirectory,
} from '../../reading/issuer-directory.ts';
import { readTokenKey } from '../../reading/token-key.ts';
import { windowOfWeek } from '../../reading/week.ts';
import type { Text } from '../../text.ts';
import { type Check, type Finding, judged, passed, untested } from '../check.ts';

/** Bytes of a directory that any wallet reads without harm. */
const MOST_BYTES = 65_536;
/** Seconds. Shorter, and who asks is told apart by when; longer, and a withdrawn key lives on. */
const SHORTEST = 60;
const LONGEST = 86_400;

interface Rule {
  readonly severity: Finding['severity'];
  readonly expected: Text;
  readonly why: Text;
  readonly fix: Text;
  /** What was seen that breaks it; undefined where it is kept. */
  readonly broken: (seen: Seen) => Text | undefined;
}

interface Seen {
  readonly exchange: Exchange;
  readonly directory: ReadDirectory;
}

const ONE_FORM: Text = {
  en: 'A key in another form can be a mark on whoever is given it, or be too weak to protect what it blinds.',
  fr: 'Une clé d’une autre forme peut servir à marquer la personne qui la reçoit, ou être trop faible pour protéger ce qu’elle masque.',
};

const RULES: Readonly<Record<string, Rule>> = {
  'media-type': {
    severity: 'low',
    expected: {
      en: `The directory is sent as ${DIRECTORY_TYPE}.`,
      fr: `Le répertoire est envoyé comme ${DIRECTORY_TYPE}.`,
    },
    why: {
      en: 'A wallet that follows the standard passes over a directory of another type.',
      fr: 'Un portefeuille conforme à la norme écarte un répertoire d’un autre type.',
    },
    fix: { en: 'Send the media type of RFC 9578.', fr: 'Envoyez le type de média de la RFC 9578.' },
    broken({ exchange }) {
      const type = exchange.response?.body.type ?? '';
      return type === DIRECTORY_TYPE
        ? undefined
        : { en: `It was sent as “${type}”.`, fr: `Il a été envoyé comme «\u00a0${type}\u00a0».` };
    },
  },
  'too-large': {
    severity: 'low',
    expected: {
      en: `The directory has at most ${MOST_BYTES} bytes.`,
      fr: `Le répertoire compte au plus ${MOST_BYTES} octets.`,
    },
    why: {
      en: 'A long list of keys leaves room for a key of one’s own for many people.',
      fr: 'Une longue liste de clés laisse la place à une clé propre à de nombreuses personnes.',
    },
    fix: {
      en: 'List only keys that are in use or soon will be.',
      fr: 'Ne listez que les clés en usage ou qui le seront bientôt.',
    },
    broken({ exchange }) {
      const bytes = exchange.response?.body.bytes ?? 0;
      return bytes <= MOST_BYTES ? undefined : { en: `It has ${bytes} bytes.`, fr: `Il compte ${bytes} octets.` };
    },
  },
  caching: {
    severity: 'low',
    expected: {
      en: 'Shared caches may keep the directory for a minute to a day.',
      fr: 'Les caches partagés peuvent garder le répertoire d’une minute à un jour.',
    },
    why: {
      en: 'A directory that everybody gets from one cache cannot differ from person to person.',
      fr: 'Un répertoire que chacun reçoit d’un même cache ne peut pas différer d’une personne à l’autre.',
    },
    fix: {
      en: 'Send “Cache-Control: public, max-age=3600”.',
      fr: 'Envoyez «\u00a0Cache-Control: public, max-age=3600\u00a0».',
    },
    broken({ exchange }) {
      const said = headerOf(exchange.response?.headers ?? [], 'cache-control') ?? '';
      const [, age] = /\bmax-age=(\d+)/.exec(said) ?? [];
      const isShared = !/\b(no-store|private)\b/i.test(said);
      const isKept = isShared && age !== undefined && Number(age) >= SHORTEST && Number(age) <= LONGEST;
      return isKept
        ? undefined
        : { en: `Cache-Control was “${said}”.`, fr: `Cache-Control valait «\u00a0${said}\u00a0».` };
    },
  },
  'no-request-address': {
    severity: 'medium',
    expected: {
      en: 'The directory names where tokens are asked for, on the issuer’s own origin.',
      fr: 'Le répertoire nomme l’adresse où demander des jetons, sur l’origine de l’émetteur lui-même.',
    },
    why: {
      en: 'Another address would bring requests to somebody who was not asked for.',
      fr: 'Une autre adresse mènerait les demandes à un tiers que personne n’a choisi.',
    },
    fix: {
      en: 'Set issuer-request-uri to an address of the issuer.',
      fr: 'Donnez à issuer-request-uri une adresse de l’émetteur.',
    },
    broken({ exchange, directory: { requestUri } }) {
      const here = new URL(exchange.request.url);
      const isHere =
        requestUri !== undefined && URL.canParse(requestUri, here) && new URL(requestUri, here).origin === here.origin;
      return isHere
        ? undefined
        : { en: `It names ${requestUri ?? 'none'}.`, fr: `Il nomme\u00a0: ${requestUri ?? 'aucune'}.` };
    },
  },
  'key-form': {
    severity: 'high',
    expected: {
      en: 'Each key is 342 bytes, RSASSA-PSS with SHA-384 and a salt of 48 bytes, an odd modulus of 2,048 bits without a small factor, and the exponent 65537.',
      fr: 'Chaque clé compte 342 octets\u00a0: RSASSA-PSS avec SHA-384 et un sel de 48 octets, un module impair de 2\u00a0048 bits sans petit facteur, et l’exposant 65537.',
    },
    why: ONE_FORM,
    fix: {
      en: 'Make RSA keys of 2,048 bits with exponent 65537 and publish them in the form of RFC 9578, section 6.5.',
      fr: 'Créez des clés RSA de 2\u00a0048 bits d’exposant 65537 et publiez-les dans la forme de la RFC 9578, section 6.5.',
    },
    broken({ directory }) {
      const faults = blindRsaKeys(directory)
        .map(({ spki }) => readTokenKey(spki))
        .filter((read) => typeof read === 'string');
      if (faults.length === 0) return undefined;
      const kinds = [...new Set(faults)].join(', ');
      return {
        en: `${faults.length} of ${blindRsaKeys(directory).length} keys are of another form (${kinds}).`,
        fr: `${faults.length} clés sur ${blindRsaKeys(directory).length} ont une autre forme (${kinds}).`,
      };
    },
  },
  'key-times': {
    severity: 'medium',
    expected: {
      en: 'Each key says from when to when it holds, as its week prescribes where it names one, and none is listed that has ended.',
      fr: 'Chaque clé dit de quand à quand elle vaut, comme le prescrit sa semaine si elle en nomme une, et aucune clé échue n’est listée.',
    },
    why: {
      en: 'Free dates tell keys apart, and so the people to whom they are given.',
      fr: 'Des dates libres distinguent les clés, et donc les personnes qui les reçoivent.',
    },
    fix: {
      en: 'Give all keys of a week the times of that week.',
      fr: 'Donnez à toutes les clés d’une semaine les dates de cette semaine.',
    },
    broken({ exchange, directory }) {
      const now = timeOf(exchange);
      const wrong = blindRsaKeys(directory).filter(({ notBefore, notAfter, epoch }) => {
        if (epoch === undefined && notAfter === undefined) return false;
        const window = epoch === undefined ? undefined : windowOfWeek(epoch);
        const isOrdered = notAfter !== undefined && (notBefore ?? 0) < notAfter && now < notAfter + GRACE;
        const isOfWeek =
          epoch === undefined || (window !== undefined && window.from === notBefore && window.to === notAfter);
        return !isOrdered || !isOfWeek;
      });
      if (wrong.length === 0) return undefined;
      return { en: `${wrong.length} keys have other times.`, fr: `${wrong.length} clés ont d’autres dates.` };
    },
  },
};

/** Seconds after its end for which a key may still stand in a copy of the directory. */
const GRACE = 10_800;

export const directoryWellFormed: Check = {
  id: 'I-01',
  plan: 'issuer',
  title: {
    en: 'The directory of keys has the agreed form, and every key the same one',
    fr: 'Le répertoire des clés a la forme convenue, et toutes les clés la même',
  },
  prose: {
    en: 'An issuer publishes the keys that it signs with, in a list that RFC 9578 describes. The suite reads the list and compares each key, byte for byte, with the one form that a key may have. Freedom in the form is room for a mark: a key of another length, another exponent or with dates of its own would recognise whoever was given it.',
    fr: 'Un émetteur publie les clés avec lesquelles il signe, dans une liste que décrit la RFC 9578. La suite lit cette liste et compare chaque clé, octet par octet, à la seule forme permise. Toute liberté de forme laisse place à une marque\u00a0: une clé d’une autre longueur, d’un autre exposant ou avec des dates propres ferait reconnaître la personne qui l’a reçue.',
  },
  probes: ['issuer-directory'],
  judge(view) {
    const probe = view.probe('issuer-directory');
    const [exchange] = probe.exchanges('directory-plain');
    if (exchange?.response === undefined) return untested(probe.reason ?? 'no-answer');
    const directory =
      exchange.response.status === 200 ? readIssuerDirectory(view.text(exchange.response.body)) : undefined;
    if (directory === undefined || blindRsaKeys(directory).length === 0) return untested('not-our-protocol', NO_KEYS);
    const findings = Object.entries(RULES).flatMap(([rule, { broken, ...texts }]): Finding[] => {
      const observed = broken({ exchange, directory });
      if (observed === undefined) return [];
      return [{ rule, ...texts, observed, reproduce: curlOf(exchange), evidence: [exchange.id] }];
    });
    const [keys, bytes] = [blindRsaKeys(directory).length, exchange.response.body.bytes];
    return judged(
      findings,
      passed({
        en: `${keys} keys in ${bytes} bytes were read, each against six rules. That a modulus has two large secret factors cannot be seen from outside.`,
        fr: `${keys} clés, en ${bytes} octets, ont été lues et comparées à six règles. Qu’un module ait deux grands facteurs secrets ne peut pas se voir de l’extérieur.`,
      }),
    );
  },
};

const NO_KEYS: Text = {
  en: 'There is no directory of RFC 9578 at this address with keys for publicly verifiable tokens.',
  fr: 'Il n’y a pas à cette adresse de répertoire de la RFC 9578 avec des clés pour des jetons vérifiables par tous.',
};
