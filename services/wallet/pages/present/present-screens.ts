import type { ReadPresentRequest } from '@bauta/sdk/protocol';
import type { AttesterSetting } from '../../settings.ts';
import type { Text } from '../../text/en.ts';
import { countdown } from '../frame/countdown.ts';
import { actions, element, linkOut, listed, mainButton, note, paragraph, quietButton } from '../frame/dom.ts';
import { errorSentence } from '../frame/error-sentence.ts';
import type { Question, Screen, View } from '../frame/stage.ts';
import type { StockCount } from '../stock/stock-count.ts';
import type { Offer } from './offer.ts';
import type { Notice } from './present-ends.ts';
import { showOrigin } from './show-origin.ts';

/** What the person decides about a request. `now`: with tokens younger than an hour. `help`: with their attester's. */
export type Decision = 'yes' | 'now' | 'later' | 'refuse' | 'help' | 'online';

/** Who asks, and what needs to be said of it. */
export interface Asking {
  readonly request: ReadPresentRequest;
  readonly clockDiffers: boolean;
  readonly notice: Notice | undefined;
  /** Those that passkeys of this wallet need. */
  readonly attesters: readonly AttesterSetting[];
  /** There is a passkey that only another page can use. */
  readonly canHelp: boolean;
  /** This page asks an attester. */
  readonly isOnline: boolean;
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

/**
 * The site's origin alone on its line, and what it asks. Nothing that the site could choose besides its own name stands
 * on the screen.
 */
export function askedView(text: Text, { origin, threshold }: ReadPresentRequest, body: readonly Node[]): View {
  const { text: shown, ascii } = showOrigin(origin);
  const written = ascii === undefined ? [] : [note(text.present.written(ascii))];
  return { heading: shown, isAddress: true, body: [paragraph(text.present.wants(threshold)), ...written, ...body] };
}

/** What the site will learn and what not, and one thing to do. */
function readyScreen(left: number, asking: Asking): Question<Decision> {
  return (text, answer) =>
    askedView(text, asking.request, [
      ...warnings(text, asking),
      ...learning(text, asking),
      actions(
        mainButton(text.present.yes, () => answer('yes')),
        quietButton(text.present.refuse, () => answer('refuse')),
      ),
      note(text.present.costs(text.visits(left))),
      ...help(text, asking, answer),
    ]);
}

/** There are tokens, and it is better to wait: one sentence why, and two buttons. */
function freshScreen(restedAt: number, asking: Asking): Question<Decision> {
  return (text, answer) =>
    askedView(text, asking.request, [
      ...warnings(text, asking),
      ...learning(text, asking),
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
      ...help(text, asking, answer),
    ]);
}

/** Nothing to answer with: the wallet opens in another tab, which is told nothing, and this one waits. */
function emptyScreen(offer: Offer, { request }: Asking): Question<Decision> {
  return (text, answer) =>
    askedView(text, request, [
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
    ]);
}

function whyEmpty(text: Text, offer: Offer, threshold: number): string[] {
  if (offer.kind === 'soon') return [text.present.emptySoon(text.day(offer.from), text.hour(offer.from))];
  const isOther = offer.kind === 'empty' && offer.hasOtherAges;
  return isOther ? [text.present.emptyOther(threshold), text.present.emptyOtherNext(threshold)] : [];
}

function warnings(text: Text, { clockDiffers, notice }: Asking): Node[] {
  const sentences = [...saidOf(text, notice), ...(clockDiffers ? [text.present.clock] : [])];
  return sentences.map((sentence) => element('p', { class: 'warning' }, sentence));
}

function saidOf(text: Text, notice: Notice | undefined): string[] {
  if (notice === undefined) return [];
  if (typeof notice === 'object') return [errorSentence(text, notice.code), text.online.nothingTaken];
  return notice === 'declined' ? [text.present.declined, text.present.declinedElsewhere] : [text.present[notice]];
}

function learning(text: Text, { request, attesters, isOnline }: Asking): Node[] {
  const { present, online } = text;
  const names = text.names(attesters.map(({ label }) => label));
  return [
    listed(present.willKnow, [present.knowsAge(request.threshold)]),
    listed(present.willNotKnow, [present.notWho, present.notHow, isOnline ? online.notElse : present.notElse]),
    ...(isOnline ? [listed(online.attesterKnows(names), [online.knowsThat, online.notWhere])] : []),
  ];
}

function help({ online }: Text, { canHelp }: Asking, answer: (decision: Decision) => void): Node[] {
  return canHelp ? [actions(quietButton(online.useOther, () => answer('help')))] : [];
}

/** The page without a request. */
export const noRequestScreen: Screen = ({ present }) => ({
  heading: present.noneHeading,
  body: [paragraph(present.none), actions(linkOut(present.toWallet, '/app/', 'quiet'))],
});

/** What the end of a top-up says of the stock besides. */
interface DoneState {
  readonly count?: Pick<StockCount, 'thisWeek' | 'nextFetch'>;
  /** False when the browser may delete the wallet; undefined when it does not say. */
  readonly isKept?: boolean | undefined;
}

/** The end of enrolment and top-up. @param total tokens; undefined while it is not known. */
export function doneScreen(total: number | undefined, { count, isKept }: DoneState = {}): Screen {
  return (text) => ({
    heading: text.done.heading,
    body: [
      paragraph(text.done.lead),
      ...(total === undefined ? [] : [paragraph(text.done.here(text.visits(total)))]),
      ...(count ? countdown(text, count) : []),
      note(text.done.wait),
      ...(isKept === false ? [note(text.storage.may)] : []),
    ],
  });
}
