import type { AccessFault, PageView } from '../../evidence/observation.ts';
import type { EvidenceView } from '../../evidence/view.ts';
import { seeAnswers } from '../../reading/seen-pages.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

const LABELS = ['gate', 'gate-narrow', 'gate-dark'];

export const accessibleGate: Check = {
  id: 'S-18',
  plan: 'site',
  title: {
    en: 'The gate can be used by people with disabilities, as far as a program can tell',
    fr: 'Le contrôle est utilisable par des personnes handicapées, autant qu’un programme peut en juger',
  },
  prose: {
    en: 'The suite runs axe, a widely used checker of accessibility, on the gate in three forms: wide, narrow and dark. It then walks through the page with the Tab key alone. Serious and critical faults against WCAG 2.2 at levels A and AA are findings. A program finds about a third of what keeps people out; the rest takes people to find.',
    fr: 'La suite exécute axe, un vérificateur d’accessibilité très répandu, sur le contrôle sous trois formes\u00a0: large, étroite et sombre. Elle parcourt ensuite la page avec la seule touche Tab. Les défauts sérieux et critiques au regard des WCAG 2.2, niveaux A et AA, sont des constats. Un programme trouve environ un tiers de ce qui exclut des personnes\u00a0; le reste demande des personnes.',
  },
  probes: ['browser-home', 'no-script'],
  judge(view) {
    const probe = view.probe('browser-home');
    const pages = LABELS.flatMap((label) => probe.pages(label));
    const looked = pages.filter(({ access }) => access !== undefined);
    if (pages.length === 0) return untested(probe.reason ?? 'no-answer');
    const findings = [
      ...findFaults(looked, 'critical', view),
      ...findFaults(looked, 'serious', view),
      ...findLanguage(pages, view),
      ...findKeyboard(view),
    ];
    const notes = [noteOf(looked), ...noteTabs(view), ...noteNarrow(view), ...noteNoScript(view)];
    return judged(findings, looked.length > 0 ? passed(...notes) : cannotTell(...notes));
  },
};

function noteOf(looked: readonly PageView[]): Text {
  const faults = looked.flatMap(({ access = [] }) => access);
  const light = faults.filter(({ impact }) => impact === 'minor' || impact === 'moderate').length;
  return {
    en: `axe ran on ${looked.length} forms of the page and found ${faults.length} kinds of faults, ${light} of them minor or moderate. Frames of other hosts were not looked into.`,
    fr: `axe a été exécuté sur ${looked.length} formes de la page et a trouvé ${faults.length} sortes de défauts, dont ${light} mineurs ou modérés. Les cadres d’autres hôtes n’ont pas été examinés.`,
  };
}

interface Tabs {
  readonly stops: readonly { readonly role: string; readonly name: string }[];
  readonly main?: string;
  readonly reachesMain: boolean;
}

const tabsOf = (view: EvidenceView): Tabs | undefined =>
  view.probe('browser-home').fact('tab-stops') as unknown as Tabs | undefined;

function noteTabs(view: EvidenceView): readonly Text[] {
  const tabs = tabsOf(view);
  if (tabs === undefined) return [];
  const { stops, main } = tabs;
  const known: Text =
    main === undefined
      ? { en: 'No main action was recognised.', fr: 'Aucune action principale n’a été reconnue.' }
      : { en: `The main action is “${main}”.`, fr: `L’action principale est «\u00a0${main}\u00a0».` };
  return [
    {
      en: `The Tab key came to ${stops.length} places. ${known.en}`,
      fr: `La touche Tab a atteint ${stops.length} endroits. ${known.fr}`,
    },
  ];
}

function noteNarrow(view: EvidenceView): readonly Text[] {
  const narrow = view.probe('browser-home').fact('narrow') as { needed?: number; width?: number } | undefined;
  if (narrow?.needed === undefined || narrow.width === undefined || narrow.needed <= narrow.width) return [];
  return [
    {
      en: `At ${narrow.width} pixels the page must be scrolled sideways: it is ${narrow.needed} wide.`,
      fr: `À ${narrow.width} pixels, la page doit défiler latéralement\u00a0: elle en fait ${narrow.needed} de large.`,
    },
  ];
}

function noteNoScript(view: EvidenceView): readonly Text[] {
  const [first] = seeAnswers(view, 'no-script', 'no-script').filter(({ page }) => page !== undefined);
  if (first === undefined) return [];
  return first.signs.options.length > 0
    ? [
        {
          en: 'Without JavaScript the gate still offers a way to prove one’s age.',
          fr: 'Sans JavaScript, le contrôle propose encore un moyen de prouver son âge.',
        },
      ]
    : [
        {
          en: 'Without JavaScript no way to prove one’s age was recognised on the page.',
          fr: 'Sans JavaScript, aucun moyen de prouver son âge n’a été reconnu sur la page.',
        },
      ];
}

const EXPECTED: Text = {
  en: 'Nothing on the gate keeps out people who use a screen reader, a keyboard or larger type.',
  fr: 'Rien sur le contrôle n’exclut les personnes qui utilisent un lecteur d’écran, un clavier ou de grands caractères.',
};
const WHY: Text = {
  en: 'Adults with disabilities have the same right to enter, by their own hand and without anybody’s help.',
  fr: 'Les adultes handicapés ont le même droit d’entrer, par eux-mêmes et sans l’aide de personne.',
};

const IMPACTS: Readonly<
  Record<'critical' | 'serious', { readonly name: Text; readonly severity: Finding['severity'] }>
> = {
  critical: { name: { en: 'critical', fr: 'critiques' }, severity: 'medium' },
  serious: { name: { en: 'serious', fr: 'sérieux' }, severity: 'low' },
};

function findFaults(
  pages: readonly PageView[],
  impact: 'critical' | 'serious',
  view: EvidenceView,
): readonly Finding[] {
  const faulty = pages.filter(({ access = [] }) => access.some((fault) => fault.impact === impact));
  if (faulty.length === 0) return [];
  const faults = faulty.flatMap(({ access = [] }) => access.filter((fault) => fault.impact === impact));
  const { name, severity } = IMPACTS[impact];
  const listed = listOf(faults);
  return [
    {
      rule: `${impact}-access-faults`,
      severity,
      expected: EXPECTED,
      observed: {
        en: `axe found ${name.en} faults in ${faulty.length} of ${pages.length} forms of the page: ${listed}.`,
        fr: `axe a trouvé des défauts ${name.fr} dans ${faulty.length} des ${pages.length} formes de la page\u00a0: ${listed}.`,
      },
      why: WHY,
      fix: {
        en: 'Mend each place that axe names; its help text says how.',
        fr: 'Corrigez chaque endroit que nomme axe\u00a0; son aide dit comment.',
      },
      reproduce: `1. Open ${view.target} in a private window.\n2. Run axe DevTools, or Lighthouse's accessibility report, on the page.`,
      evidence: faulty.map(({ id }) => id),
    },
  ];
}

/** Rules by name with the number of places, each rule at its worst page. */
function listOf(faults: readonly AccessFault[]): string {
  const places = new Map<string, number>();
  for (const { rule, targets } of faults) places.set(rule, Math.max(places.get(rule) ?? 0, targets.length));
  return [...places].map(([rule, count]) => `${rule} (${count})`).join(', ');
}

function findLanguage(pages: readonly PageView[], view: EvidenceView): readonly Finding[] {
  const mute = pages.filter(({ language }) => language.trim() === '');
  const isKnown = mute.some(({ access = [] }) => access.some(({ rule }) => rule === 'html-has-lang'));
  if (mute.length === 0 || isKnown) return [];
  return [
    {
      rule: 'no-language',
      severity: 'low',
      expected: { en: 'The page says in which language it is.', fr: 'La page dit dans quelle langue elle est écrite.' },
      observed: {
        en: `${mute.length} of ${pages.length} forms of the page name no language.`,
        fr: `${mute.length} des ${pages.length} formes de la page n’indiquent aucune langue.`,
      },
      why: {
        en: 'A screen reader then reads the page aloud with the sounds of another language.',
        fr: 'Un lecteur d’écran lit alors la page à voix haute avec les sons d’une autre langue.',
      },
      fix: { en: 'Add a lang attribute to the html element.', fr: 'Ajoutez un attribut lang à l’élément html.' },
      reproduce: `curl -sS '${view.target}' | grep -i '<html'`,
      evidence: mute.map(({ id }) => id),
    },
  ];
}

function findKeyboard(view: EvidenceView): readonly Finding[] {
  const tabs = tabsOf(view);
  // Where a frame takes the focus, what lies in it cannot be told apart from outside.
  if (tabs?.main === undefined || tabs.reachesMain || tabs.stops.some(({ role }) => role === 'iframe')) return [];
  return [
    {
      rule: 'main-action-out-of-keyboard-reach',
      severity: 'medium',
      expected: {
        en: 'The way to prove one’s age can be reached with the Tab key.',
        fr: 'Le moyen de prouver son âge peut être atteint avec la touche Tab.',
      },
      observed: {
        en: `In ${tabs.stops.length} steps the Tab key did not come to “${tabs.main}”.`,
        fr: `En ${tabs.stops.length} pas, la touche Tab n’a pas atteint «\u00a0${tabs.main}\u00a0».`,
      },
      why: WHY,
      fix: {
        en: 'Make it a link or a button, and take away any tabindex that skips it.',
        fr: 'Faites-en un lien ou un bouton, et retirez tout tabindex qui l’évite.',
      },
      reproduce: `1. Open ${view.target} in a private window.\n2. Press Tab until the focus comes round.`,
      evidence: view
        .probe('browser-home')
        .pages('gate')
        .map(({ id }) => id),
    },
  ];
}
