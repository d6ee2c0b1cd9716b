import type { Exchange } from '../../evidence/observation.ts';
import type { ProbeView } from '../../evidence/view.ts';
import { curlOf, shapeOf } from '../../reading/answers.ts';
import { compareRanks, leastVisible, medianOf } from '../../reading/rank-test.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

const KINDS = ['one', 'largest', 'random'] as const;
type Kind = (typeof KINDS)[number];

/** False alarms of one comparison at most; there are three. */
const ALARM = 3e-7;
/** What an observer across a network could use: ms, and a part of the shorter time. */
const LEAST_MS = 1;
const LEAST_SHARE = 0.1;
/** Fewer answers than this say little about times. */
const LEAST = 20;

export const noOracle: Check = {
  id: 'I-09',
  plan: 'issuer',
  title: {
    en: 'Neither what the issuer answers nor how long it takes tells of its key',
    fr: 'Ni la réponse de l’émetteur ni sa durée ne renseignent sur sa clé',
  },
  prose: {
    en: 'The suite sends the same request many times, in turns with three kinds of blinded values: 1, n − 1 and random ones. Refusals of one kind must be alike, and no kind may take markedly longer than another. A computation whose time depends on its numbers leaks the private key to whoever measures long enough. Times are compared by ranks; a difference counts from 1 ms and 10 %, at less than one false alarm in a million.',
    fr: 'La suite envoie de nombreuses fois la même demande, en alternant trois sortes de valeurs masquées\u00a0: 1, n − 1 et des valeurs aléatoires. Les refus d’une même sorte doivent être semblables, et aucune sorte ne doit prendre nettement plus de temps qu’une autre. Un calcul dont la durée dépend des nombres livre la clé privée à qui mesure assez longtemps. Les durées sont comparées par leurs rangs\u00a0; une différence compte à partir de 1 ms et de 10 %, avec moins d’une fausse alerte sur un million.',
  },
  probes: ['issuer-directory', 'issuer-timing'],
  judge(view) {
    const probe = view.probe('issuer-timing');
    const counts = KINDS.map((kind) => answersOf(probe, kind).length);
    if (counts.every((count) => count === 0)) return untested(probe.reason ?? 'no-answer');
    const findings = [...differentAnswers(probe), ...differentTimes(probe)];
    const medians = KINDS.map((kind) => `${kind} ${round(medianOf(timesOf(probe, kind)))} ms`).join(', ');
    const note: Text = {
      en: `${counts.join(' + ')} answers were compared; medians: ${medians}.`,
      fr: `${counts.join(' + ')} réponses ont été comparées\u00a0; médianes\u00a0: ${medians}.`,
    };
    if (Math.min(...counts) < LEAST) return judged(findings, cannotTell(note, TOO_FEW));
    const blurred = hiddenByNoise(probe);
    if (blurred !== undefined) return judged(findings, cannotTell(note, blurred));
    return judged(findings, passed(note, ONLY_REFUSALS));
  },
};

const ONLY_REFUSALS: Text = {
  en: 'These are requests without a valid grant, which are refused before anything is signed. How long a signature takes was not compared: each would need a grant of its own.',
  fr: 'Il s’agit de demandes sans autorisation valable, refusées avant toute signature. La durée d’une signature n’a pas été comparée\u00a0: chacune demanderait sa propre autorisation.',
};

const TOO_FEW: Text = {
  en: 'Too few requests were answered for times to be compared.',
  fr: 'Trop peu de demandes ont reçu une réponse pour comparer les durées.',
};

const PAIRS: readonly (readonly [Kind, Kind])[] = [
  ['one', 'random'],
  ['largest', 'random'],
  ['one', 'largest'],
];

/** Where times vary so much that a difference that counts would not have been seen. */
function hiddenByNoise(probe: ProbeView): Text | undefined {
  const worst = Math.max(
    ...PAIRS.map(([first, second]) => {
      const [a, b] = [timesOf(probe, first), timesOf(probe, second)];
      return leastVisible(a, b) / Math.max(LEAST_MS, LEAST_SHARE * Math.min(medianOf(a), medianOf(b)));
    }),
  );
  if (worst <= 1) return undefined;
  const times = worst.toFixed(1);
  return {
    en: `Times varied too much: only a difference ${times} times as large as one that counts would have been seen. Run it again on a quieter machine or network.`,
    fr: `Les durées variaient trop\u00a0: seule une différence ${times} fois plus grande que celle qui compte aurait été vue. Recommencez sur une machine ou un réseau plus calme.`,
  };
}

const answersOf = (probe: ProbeView, kind: Kind): readonly Exchange[] =>
  probe.exchanges(`timing-${kind}`).filter(({ response }) => response !== undefined);

/** ms of answers that are no refusal for asking too often, which would be over sooner. */
const timesOf = (probe: ProbeView, kind: Kind): readonly number[] =>
  answersOf(probe, kind)
    .filter(({ response }) => response?.status !== 429)
    .map(({ ms }) => ms);

function differentAnswers(probe: ProbeView): readonly Finding[] {
  const mixed = KINDS.filter((kind) => {
    const shapes = answersOf(probe, kind).filter(
      ({ response }) => response?.status !== 429 && (response?.status ?? 500) < 500,
    );
    return new Set(shapes.map(shapeOf)).size > 1;
  });
  const [kind] = mixed;
  const first = kind === undefined ? undefined : answersOf(probe, kind)[0];
  if (first === undefined) return [];
  const seen = mixed.map((one) => {
    const shapes = new Set(answersOf(probe, one).map(({ response }) => `${response?.status}/${response?.body.bytes}`));
    return `${one}: ${[...shapes].join(', ')}`;
  });
  return [
    {
      rule: 'error-oracle',
      severity: 'high',
      expected: {
        en: 'Requests of one kind are all refused alike.',
        fr: 'Les demandes d’une même sorte sont toutes refusées de la même façon.',
      },
      observed: {
        en: `Answers of one kind differ (status/bytes): ${seen.join('; ')}.`,
        fr: `Des réponses d’une même sorte diffèrent (statut/octets)\u00a0: ${seen.join('; ')}.`,
      },
      why: {
        en: 'An answer that depends on secret numbers lets anyone ask for them, bit by bit.',
        fr: 'Une réponse qui dépend de nombres secrets permet à chacun de les demander, bit par bit.',
      },
      fix: {
        en: 'Refuse before the private key is used, with one constant answer for each kind of mistake.',
        fr: 'Refusez avant d’utiliser la clé privée, avec une réponse constante par sorte d’erreur.',
      },
      reproduce: curlOf(first),
      evidence: mixed.flatMap((one) =>
        answersOf(probe, one)
          .slice(0, 10)
          .map(({ id }) => id),
      ),
    },
  ];
}

function differentTimes(probe: ProbeView): readonly Finding[] {
  const apart = PAIRS.flatMap(([first, second]) => {
    const [a, b] = [timesOf(probe, first), timesOf(probe, second)];
    if (Math.min(a.length, b.length) < LEAST) return [];
    const compared = compareRanks(a, b);
    // By median and by lower quartile: work that is done each time moves both, a slow moment only the one.
    const least = Math.min(Math.abs(compared.difference), Math.abs(compared.quartileDifference));
    const isOneWay = Math.sign(compared.difference) === Math.sign(compared.quartileDifference);
    const isApart = compared.p < ALARM && isOneWay && least > LEAST_MS && compared.share > LEAST_SHARE;
    return isApart
      ? [`${first} − ${second}: ${round(compared.difference)} ms, p = ${compared.p.toExponential(0)}`]
      : [];
  });
  const [example] = answersOf(probe, 'one');
  if (apart.length === 0 || example === undefined) return [];
  return [
    {
      rule: 'timing-oracle',
      severity: 'high',
      expected: {
        en: 'No kind of value takes more than 1 ms and 10 % longer than another.',
        fr: 'Aucune sorte de valeur ne prend plus de 1 ms et de 10 % de plus qu’une autre.',
      },
      observed: {
        en: `Medians differ: ${apart.join('; ')}.`,
        fr: `Les médianes diffèrent\u00a0: ${apart.join('; ')}.`,
      },
      why: {
        en: 'Times that follow the numbers give the private key away to whoever measures long enough.',
        fr: 'Des durées qui suivent les nombres livrent la clé privée à qui mesure assez longtemps.',
      },
      fix: {
        en: 'Sign with a library that is constant in time and blinds its own computation.',
        fr: 'Signez avec une bibliothèque à temps constant, qui masque son propre calcul.',
      },
      reproduce: `${curlOf(example)} -o /dev/null -w '%{time_total}'`,
      evidence: KINDS.flatMap((kind) =>
        answersOf(probe, kind)
          .slice(0, 5)
          .map(({ id }) => id),
      ),
    },
  ];
}

const round = (ms: number): string => ms.toFixed(1);
