import type { Exchange, Json } from '../../evidence/observation.ts';
import type { ProbeView } from '../../evidence/view.ts';
import { curlOf, isServed, shapeOf } from '../../reading/answers.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, type Judgement, judged, passed, untested } from '../check.ts';

export const quotaAndUniformRefusals: Check = {
  id: 'I-06',
  plan: 'issuer',
  title: {
    en: 'Nobody gets more tokens than their share, and refusals of one kind are all alike',
    fr: 'Nul n’obtient plus de jetons que sa part, et les refus d’une même sorte sont tous semblables',
  },
  prose: {
    en: 'The suite asks for signatures without any right to them, in seven wrong ways with other content each time, and compares the refusals: those of one kind must not differ in status, in headers or in size. Where it can draw a right, it uses the right again for another request, and goes on drawing until it is refused. Without a limit one person supplies a school; refusals that differ tell what the issuer knows.',
    fr: 'La suite demande des signatures sans y avoir droit, de sept manières fautives et chaque fois avec un autre contenu, et compare les refus\u00a0: ceux d’une même sorte ne doivent différer ni par le statut, ni par les en-têtes, ni par la taille. Quand elle peut obtenir un droit, elle le réutilise pour une autre demande, et continue d’en obtenir jusqu’au refus. Sans limite, une personne fournit toute une école\u00a0; des refus qui diffèrent révèlent ce que sait l’émetteur.',
  },
  probes: ['issuer-directory', 'issuer-refusals', 'issuer-minting'],
  judge(view) {
    const [refusals, minting] = [view.probe('issuer-refusals'), view.probe('issuer-minting')];
    const kinds = kindsOf(refusals);
    if (kinds.size === 0) return untested(refusals.reason ?? 'no-answer');
    const [again] = minting.exchanges('other-body');
    const findings = [...served(kinds), ...different(kinds), ...reused(again)];
    const total = [...kinds.values()].flat().length;
    const note: Text = {
      en: `${total} requests of ${kinds.size} wrong kinds were sent, and the refusals of each kind compared.`,
      fr: `${total} demandes, de ${kinds.size} sortes fautives, ont été envoyées, et les refus de chaque sorte comparés.`,
    };
    return judged(findings, onQuota(minting, note));
  },
};

function kindsOf(probe: ProbeView): ReadonlyMap<string, readonly Exchange[]> {
  const kinds = new Map<string, Exchange[]>();
  for (const exchange of probe.exchanges()) {
    if (!exchange.label.startsWith('refusal-') || exchange.response === undefined) continue;
    const kind = exchange.label.slice('refusal-'.length);
    kinds.set(kind, [...(kinds.get(kind) ?? []), exchange]);
  }
  return kinds;
}

function served(kinds: ReadonlyMap<string, readonly Exchange[]>): readonly Finding[] {
  const found = [...kinds.values()].flat().filter(isServed);
  const [first] = found;
  if (first === undefined) return [];
  return [
    {
      rule: 'signed-without-right',
      severity: 'high',
      expected: {
        en: 'Without a valid grant nothing is signed.',
        fr: 'Sans autorisation valable, rien n’est signé.',
      },
      observed: {
        en: `${found.length} requests without a valid grant were served (${[...new Set(found.map(({ label }) => label))].join(', ')}).`,
        fr: `${found.length} demandes sans autorisation valable ont été servies (${[...new Set(found.map(({ label }) => label))].join(', ')}).`,
      },
      why: {
        en: 'Anybody, a child included, can then make proofs of age.',
        fr: 'N’importe qui, y compris un enfant, peut alors fabriquer des preuves d’âge.',
      },
      fix: {
        en: 'Check the grant before anything is signed.',
        fr: 'Vérifiez l’autorisation avant de signer quoi que ce soit.',
      },
      reproduce: curlOf(first),
      evidence: found.map(({ id }) => id),
    },
  ];
}

function different(kinds: ReadonlyMap<string, readonly Exchange[]>): readonly Finding[] {
  const mixed = [...kinds].filter(
    ([, exchanges]) => new Set(exchanges.filter((one) => !isServed(one)).map(shapeOf)).size > 1,
  );
  const [first] = mixed[0]?.[1] ?? [];
  if (first === undefined) return [];
  const named = mixed
    .map(
      ([kind, exchanges]) =>
        `${kind}: ${[...new Set(exchanges.map(({ response }) => `${response?.status}/${response?.body.bytes}`))].join(', ')}`,
    )
    .join('; ');
  return [
    {
      rule: 'refusals-differ',
      severity: 'medium',
      expected: {
        en: 'All refusals of one kind have one status, the same headers and one size.',
        fr: 'Tous les refus d’une même sorte ont un seul statut, les mêmes en-têtes et une seule taille.',
      },
      observed: {
        en: `Refusals of one kind differ (status/bytes): ${named}.`,
        fr: `Des refus d’une même sorte diffèrent (statut/octets)\u00a0: ${named}.`,
      },
      why: {
        en: 'A refusal that depends on the content answers questions about it, and so about the key or the person.',
        fr: 'Un refus qui dépend du contenu répond à des questions sur ce contenu, donc sur la clé ou sur la personne.',
      },
      fix: {
        en: 'Answer each kind of refusal with one constant text.',
        fr: 'Répondez à chaque sorte de refus par un seul texte constant.',
      },
      reproduce: curlOf(first),
      evidence: mixed.flatMap(([, exchanges]) => exchanges.map(({ id }) => id)),
    },
  ];
}

function reused(again: Exchange | undefined): readonly Finding[] {
  if (again === undefined || !isServed(again)) return [];
  return [
    {
      rule: 'grant-used-twice',
      severity: 'high',
      expected: {
        en: 'A grant is good for one request and no other.',
        fr: 'Une autorisation vaut pour une demande et aucune autre.',
      },
      observed: {
        en: 'A grant that had been used was good for another request with 30 more tokens.',
        fr: 'Une autorisation déjà utilisée a servi à une autre demande, pour 30 jetons de plus.',
      },
      why: {
        en: 'One person then draws tokens without end and hands them on.',
        fr: 'Une personne obtient alors des jetons sans fin et les distribue.',
      },
      fix: {
        en: 'Let the grant commit to the bytes of the request, and check it.',
        fr: 'Liez l’autorisation aux octets de la demande, et vérifiez ce lien.',
      },
      reproduce:
        '1. Draw one grant. 2. Send it with the request it was made for. 3. Send it with another request: it must be refused.',
      evidence: [again.id],
    },
  ];
}

function onQuota(minting: ProbeView, note: Text): Judgement {
  const quota = minting.fact('quota') as { readonly [key: string]: Json } | undefined;
  if (quota === undefined) return untested(minting.reason ?? 'no-tokens', note, NO_GRANTS);
  if (quota.refused === null) {
    return cannotTell(note, {
      en: `${quota.granted} rights were drawn for one account and one week, and none was refused: where the limit is was not reached.`,
      fr: `${quota.granted} droits ont été obtenus pour un compte et une semaine, sans refus\u00a0: la limite n’a pas été atteinte.`,
    });
  }
  return passed(note, {
    en: `For one account and one week ${quota.granted} rights were given, of 30 tokens each; the next was refused (${quota.refused}).`,
    fr: `Pour un compte et une semaine, ${quota.granted} droits de 30 jetons chacun ont été accordés\u00a0; le suivant a été refusé (${quota.refused}).`,
  });
}

const NO_GRANTS: Text = {
  en: 'No right to signatures could be drawn, so that neither its second use nor the limit was tried.',
  fr: 'Aucun droit à des signatures n’a pu être obtenu\u00a0; ni sa réutilisation ni la limite n’ont donc été essayées.',
};
