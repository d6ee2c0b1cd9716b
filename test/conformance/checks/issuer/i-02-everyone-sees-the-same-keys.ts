import type { Exchange } from '../../evidence/observation.ts';
import type { EvidenceView } from '../../evidence/view.ts';
import { curlOf, directoryAsks } from '../../reading/answers.ts';
import { blindRsaKeys, type ReadDirectory, readIssuerDirectory, slotOf } from '../../reading/issuer-directory.ts';
import { keyEntriesOf } from '../../reading/key-entry.ts';
import { readLogProof } from '../../reading/log-proof.ts';
import { hashLeaf, isSameHash, rootFrom } from '../../reading/merkle.ts';
import { entriesOf, headsOf, type SeenHead, splitOf } from '../../reading/seen-log.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

const WHY: Text = {
  en: 'Who is given a key of their own is recognised by every site that they show a token to: the key names them.',
  fr: 'Une personne qui reçoit une clé à elle seule est reconnue par tous les sites auxquels elle présente un jeton\u00a0: la clé la désigne.',
};

interface Read {
  readonly exchange: Exchange;
  readonly directory: ReadDirectory;
}

export const sameKeysForEveryone: Check = {
  id: 'I-02',
  plan: 'issuer',
  title: {
    en: 'Everyone is shown the same keys, one for each week and age, and a public log holds them',
    fr: 'Chacun voit les mêmes clés, une par semaine et par âge, et un journal public les contient',
  },
  prose: {
    en: 'The suite asks for the keys as many different people: with cookies, with an account, from several browsers, in several languages, a moment later. The answers must hold the same keys, and no more than one for each week and age. Where the issuer says that a public log holds its keys, the suite recomputes the proofs, because a log that everyone can read is what keeps an issuer from showing one person other keys at another hour.',
    fr: 'La suite demande les clés comme le feraient des personnes différentes\u00a0: avec des cookies, avec un compte, depuis plusieurs navigateurs, en plusieurs langues, un moment plus tard. Les réponses doivent contenir les mêmes clés, et pas plus d’une par semaine et par âge. Quand l’émetteur affirme qu’un journal public contient ses clés, la suite recalcule les preuves, car un journal que chacun peut lire est ce qui empêche un émetteur de montrer d’autres clés à une personne, à une autre heure.',
  },
  probes: ['issuer-directory', 'issuer-doors', 'key-log', 'issuer-refusals', 'issuer-minting'],
  judge(view) {
    const reads = directoryAsks(view).flatMap((exchange): Read[] => {
      const directory = exchange.response && readIssuerDirectory(view.text(exchange.response.body));
      return directory === undefined ? [] : [{ exchange, directory }];
    });
    const [first] = reads;
    const reason = view.probe('issuer-directory').reason;
    if (first === undefined || blindRsaKeys(first.directory).length === 0)
      return untested(reason ?? 'not-our-protocol');
    const inLog = findInLog(view, first);
    const findings = [...differing(reads), ...crowded(first), ...inLog.findings];
    const keys = blindRsaKeys(first.directory).length;
    const asked: Text = {
      en: `${reads.length} answers were compared, with ${keys} keys in the first.`,
      fr: `${reads.length} réponses ont été comparées\u00a0; la première contient ${keys} clés.`,
    };
    if (first.directory.proofs === undefined) return judged(findings, cannotTell(asked, NO_LOG));
    return judged(findings, passed(asked, ...inLog.notes));
  },
};

const NO_LOG: Text = {
  en: 'The directory names no public log. That these answers agree does not show that nobody is ever given other keys.',
  fr: 'Le répertoire ne nomme aucun journal public. Que ces réponses concordent ne montre pas que personne ne reçoit jamais d’autres clés.',
};

/** The keys alone: what else a directory says, its proofs' newest heads among it, may change in between. */
function keysOf(directory: ReadDirectory): string {
  return blindRsaKeys(directory)
    .map((key) => `${slotOf(key)} ${key.text}`)
    .sort()
    .join('\n');
}

function differing(reads: readonly Read[]): readonly Finding[] {
  const sets = new Map<string, Read[]>();
  for (const read of reads) sets.set(keysOf(read.directory), [...(sets.get(keysOf(read.directory)) ?? []), read]);
  if (sets.size < 2) return [];
  const examples = [...sets.values()].map(([read]) => read?.exchange).filter((one) => one !== undefined);
  const ways = [...new Set(examples.map(({ label }) => label.replace('directory-', '')))].join(', ');
  return [
    {
      rule: 'keys-differ',
      severity: 'high',
      expected: { en: 'The same keys in every answer.', fr: 'Les mêmes clés dans toutes les réponses.' },
      observed: {
        en: `${reads.length} answers held ${sets.size} different sets of keys (asked as: ${ways}).`,
        fr: `${reads.length} réponses contenaient ${sets.size} jeux de clés différents (demandes\u00a0: ${ways}).`,
      },
      why: WHY,
      fix: {
        en: 'Answer the directory from one file, whoever asks and however.',
        fr: 'Servez le répertoire depuis un seul fichier, quels que soient la personne et le moyen.',
      },
      reproduce: examples
        .slice(0, 3)
        .map((exchange) => curlOf(exchange, ...headersTyped(exchange)))
        .join('\n'),
      evidence: examples.map(({ id }) => id),
    },
  ];
}

const TYPED = new Set(['cookie', 'user-agent', 'accept-language', 'authorization']);

const headersTyped = ({ request }: Exchange): readonly string[] =>
  request.headers.filter(([name]) => TYPED.has(name)).map(([name, value]) => `-H '${name}: ${value}'`);

function crowded({ exchange, directory }: Read): readonly Finding[] {
  const slots = new Map<string, number>();
  for (const key of blindRsaKeys(directory)) slots.set(slotOf(key), (slots.get(slotOf(key)) ?? 0) + 1);
  const full = [...slots].filter(([, count]) => count > 1);
  if (full.length === 0) return [];
  const named = full.map(([slot, count]) => `${slot}: ${count}`).join(', ');
  return [
    {
      rule: 'several-keys-for-one-slot',
      severity: 'high',
      expected: { en: 'One key at most for each week and age.', fr: 'Une clé au plus par semaine et par âge.' },
      observed: { en: `There are several: ${named}.`, fr: `Il y en a plusieurs\u00a0: ${named}.` },
      why: WHY,
      fix: {
        en: 'Sign with one key for everybody at a time.',
        fr: 'Signez avec une seule clé pour tout le monde à la fois.',
      },
      reproduce: curlOf(exchange),
      evidence: [exchange.id],
    },
  ];
}

/** The name that grants give the issuer, else its host, with a port unless that is 443. */
function namesOf(view: EvidenceView): readonly string[] {
  const source = view.probe('issuer-minting').fact('source') as { readonly issuer?: string } | undefined;
  const { host } = new URL(view.target);
  return [...new Set([host, ...(source?.issuer === undefined ? [] : [source.issuer])])];
}

function findInLog(
  view: EvidenceView,
  { exchange, directory }: Read,
): { readonly findings: readonly Finding[]; readonly notes: readonly Text[] } {
  const { proofs } = directory;
  if (proofs === undefined) return { findings: [], notes: [] };
  const epochs = [...new Set(blindRsaKeys(directory).map(({ epoch }) => epoch))];
  const unproven = epochs.filter((epoch) => {
    const proof = epoch === undefined ? undefined : readLogProof(proofs[epoch] ?? '');
    if (epoch === undefined || proof === undefined) return true;
    const keys = blindRsaKeys(directory).filter((key) => key.epoch === epoch);
    return !namesOf(view)
      .flatMap((name) => keyEntriesOf(name, epoch, keys))
      .some((entry) => {
        const root = rootFrom(hashLeaf(entry), proof.index, proof.head.size, proof.hashes);
        return root !== undefined && isSameHash(root, proof.head.root);
      });
  });
  const findings: Finding[] = [];
  if (unproven.length > 0) {
    findings.push({
      rule: 'keys-not-in-log',
      severity: 'high',
      expected: {
        en: 'The proof beside the keys of each week leads to the log’s tree.',
        fr: 'La preuve jointe aux clés de chaque semaine mène à l’arbre du journal.',
      },
      observed: {
        en: `Of ${epochs.length} weeks, ${unproven.length} have no proof that holds: ${unproven.join(', ')}.`,
        fr: `Sur ${epochs.length} semaines, ${unproven.length} n’ont pas de preuve valable\u00a0: ${unproven.join(', ')}.`,
      },
      why: {
        en: 'A key that the log does not hold may be one that a single person was given.',
        fr: 'Une clé que le journal ne contient pas peut être une clé donnée à une seule personne.',
      },
      fix: {
        en: 'List a key only once the log has it, with the proof of the entry that lists all keys of its week.',
        fr: 'Ne listez une clé qu’une fois inscrite au journal, avec la preuve de l’entrée qui liste toutes les clés de sa semaine.',
      },
      reproduce: curlOf(exchange),
      evidence: [exchange.id],
    });
  }
  const heads = headsOf(view);
  const entries = entriesOf(view);
  const split = splitOf(heads, entries);
  if (split !== undefined) findings.push(splitFinding(split, exchange));
  return { findings, notes: notesOn(epochs.length, heads, entries.leaves) };
}

function splitFinding(split: readonly SeenHead[], exchange: Exchange): Finding {
  const size = split[0]?.head.size ?? 0;
  return {
    rule: 'log-shows-two-trees',
    severity: 'high',
    expected: {
      en: 'The log shows everyone one tree, which only grows.',
      fr: 'Le journal montre à tous un seul arbre, qui ne fait que croître.',
    },
    observed: {
      en: `Of ${size} entries, two different trees were shown.`,
      fr: `Pour ${size} entrées, deux arbres différents ont été montrés.`,
    },
    why: {
      en: 'A log that shows two trees can show each person keys of their own.',
      fr: 'Un journal qui montre deux arbres peut montrer à chaque personne des clés à elle.',
    },
    fix: {
      en: 'Stop taking new entries, find out which tree was shown to whom, and publish what you find.',
      fr: 'N’acceptez plus d’entrées, cherchez quel arbre a été montré à qui, et publiez le résultat.',
    },
    reproduce: curlOf(exchange),
    evidence: [...new Set(split.map(({ id }) => id))],
  };
}

function notesOn(epochs: number, heads: readonly SeenHead[], leaves: readonly Uint8Array[]): readonly Text[] {
  const sizes = [...new Set(heads.map(({ head }) => head.size))].sort((a, b) => a - b).join(', ');
  const signers = new Set(heads.flatMap(({ head }) => head.signers)).size;
  const proofs: Text = {
    en: `${epochs} proofs were recomputed. ${heads.length} heads of the log were seen (sizes: ${sizes}), under ${signers} names; their signatures were not checked, since whose they must be is said nowhere.`,
    fr: `${epochs} preuves ont été recalculées. ${heads.length} têtes du journal ont été vues (tailles\u00a0: ${sizes}), sous ${signers} noms\u00a0; leurs signatures n’ont pas été vérifiées, rien ne disant de qui elles doivent être.`,
  };
  const whole: Text =
    leaves.length > 0
      ? {
          en: `The tree of all ${leaves.length} entries was recomputed from the log’s own files. What those entries say was not read.`,
          fr: `L’arbre des ${leaves.length} entrées a été recalculé à partir des fichiers du journal. Le contenu de ces entrées n’a pas été lu.`,
        }
      : {
          en: 'The log’s own files were not read; only heads of the same size were compared.',
          fr: 'Les fichiers du journal n’ont pas été lus\u00a0; seules des têtes de même taille ont été comparées.',
        };
  return [proofs, whole];
}
