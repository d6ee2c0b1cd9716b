import type { ReadPresentRequest } from '@bauta/sdk/protocol';
import type { Text } from '../text/en.ts';
import { actions, element, linkOut, listed, mainButton, note, paragraph, quietButton } from './dom.ts';
import type { Offer } from './offer.ts';
import type { Question, Screen } from './stage.ts';

/** What the person decides about a request. `now`: with tokens younger than an hour. */
export type Decision = 'yes' | 'now' | 'later' | 'refuse';

/** What an attempt came to that sent nothing, said above the next one. */
export type Notice = 'declined' | 'spoiled';

/** Who asks, and what that needs to be said of it. */
export interface Asking {
  readonly request: ReadPresentRequest;
  readonly clockDiffers: boolean;
  readonly notice: Notice | undefined;
}

/** The screen for what the wallet can do. */
export function offerScreen(offer: Offer, asking: Asking): Question<Decision> {
  switch (offer.kind) {
    case 'ready':
      return readyScreen(offer.left, asking);
    case 'fresh':
      return freshScreen(offer.restedAt, asking);
    default:
      return emptyScreen(offer, asking);
  }
}

/** The site's origin alone on its line, what it will learn and what not, and one thing to do. */
function readyScreen(left: number, { request, ...asking }: Asking): Question<Decision> {
  return (text, answer) => ({
    heading: request.origin,
    isAddress: true,
    body: [
      paragraph(text.present.wants(request.threshold)),
      ...warnings(text, asking),
      ...learning(text, request),
      actions(
        mainButton(text.present.yes, () => answer('yes')),
        quietButton(text.present.refuse, () => answer('refuse')),
      ),
      note(text.present.costs(text.visits(left))),
    ],
  });
}

/** There are tokens, and it is better to wait: one sentence why, and two buttons. */
function freshScreen(restedAt: number, { request, ...asking }: Asking): Question<Decision> {
  return (text, answer) => ({
    heading: request.origin,
    isAddress: true,
    body: [
      paragraph(text.present.wants(request.threshold)),
      ...warnings(text, asking),
      ...learning(text, request),
      element(
        'section',
        {},
        element('h2', {}, text.present.freshHeading),
        paragraph(text.present.fresh),
        note(text.present.freshMeans(text.hour(restedAt))),
      ),
      actions(
        mainButton(text.present.now, () => answer('now')),
        quietButton(text.present.later, () => answer('later')),
        quietButton(text.present.refuse, () => answer('refuse')),
      ),
    ],
  });
}

/** Nothing to answer with: the wallet opens in another tab, which is told nothing, and this one waits. */
function emptyScreen(offer: Offer, { request }: Asking): Question<Decision> {
  return (text, answer) => ({
    heading: request.origin,
    isAddress: true,
    body: [
      paragraph(text.present.wants(request.threshold)),
      element(
        'section',
        {},
        element('h2', {}, text.present.emptyHeading),
        ...whyEmpty(text, offer, request.threshold).map((sentence) => paragraph(sentence)),
        paragraph(text.present.empty),
      ),
      actions(
        linkOut(text.present.openWallet, '/app/'),
        quietButton(text.present.refuse, () => answer('refuse')),
      ),
      note(text.present.emptyLearns),
    ],
  });
}

function whyEmpty(text: Text, offer: Offer, threshold: number): string[] {
  if (offer.kind === 'soon') return [text.present.emptySoon(text.day(offer.from), text.hour(offer.from))];
  return offer.kind === 'empty' && offer.hasOtherAges ? [text.present.emptyOther(threshold)] : [];
}

function warnings({ present }: Text, { clockDiffers, notice }: Omit<Asking, 'request'>): Node[] {
  const sentences = [...(notice ? [present[notice]] : []), ...(clockDiffers ? [present.clock] : [])];
  return sentences.map((sentence) => element('p', { class: 'warning' }, sentence));
}

function learning({ present }: Text, { threshold }: ReadPresentRequest): Node[] {
  return [
    listed(present.willKnow, [present.knowsAge(threshold)]),
    listed(present.willNotKnow, [present.notWho, present.notHow, present.notElse]),
  ];
}

/** The ends of a request after which there is nothing to do in this page. */
const ENDS = {
  sent: ({ present }: Text) => [present.sentHeading, present.sent],
  refused: ({ present }: Text) => [present.refusedHeading, present.refused],
  over: ({ present }: Text) => [present.overHeading, present.over],
  late: ({ present }: Text) => [present.lateHeading, present.late],
  locked: ({ present }: Text) => [present.lockedHeading, present.locked],
  malformed: ({ present }: Text) => [present.malformedHeading, present.malformed],
  'other-issuer': ({ present }: Text) => [present.issuerHeading, present.issuer],
} as const satisfies Record<string, (text: Text) => readonly [string, string]>;

export function endScreen(end: keyof typeof ENDS): Screen {
  return (text) => {
    const [heading, sentence] = ENDS[end](text);
    return { heading, body: [paragraph(sentence)] };
  };
}

/** Later, then. @param restedAt Unix seconds. */
export function laterScreen(restedAt: number): Screen {
  return (text) => ({
    heading: text.present.laterHeading,
    body: [paragraph(text.present.laterMeans(text.hour(restedAt)))],
  });
}

/** The page without a request. */
export const noRequestScreen: Screen = ({ present }) => ({
  heading: present.noneHeading,
  body: [paragraph(present.none), actions(linkOut(present.toWallet, '/app/', 'quiet'))],
});

/** The end of enrolment and top-up. @param total tokens; undefined while it is not known. */
export function doneScreen(total: number | undefined): Screen {
  return (text) => ({
    heading: text.done.heading,
    body: [
      paragraph(text.done.lead),
      ...(total === undefined ? [] : [paragraph(text.done.here(text.visits(total)))]),
      note(text.done.wait),
    ],
  });
}
