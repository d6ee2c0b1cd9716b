import type { Text } from '../../text/en.ts';
import { actions, linkOut, note, paragraph } from '../frame/dom.ts';
import type { Screen, View } from '../frame/stage.ts';
import type { Judged, Refusal } from './judge-request.ts';

/** What an attempt came to that sent nothing, said above the next one. */
export type Notice = 'declined' | 'spoiled' | { readonly code: string };

/** An end of a request: what it is called, what it means and what to do, in a heading and sentences. */
type End = (text: Text) => readonly [heading: string, ...sentences: string[]];

/** The ends after which there is nothing to do in this page. It leads nowhere itself: the way on is said in words. */
const ENDS = {
  sent: ({ present }) => [present.sentHeading, present.sent],
  refused: ({ present }) => [present.refusedHeading, present.refused],
  over: ({ present }) => [present.overHeading, present.over],
  late: ({ present }) => [present.lateHeading, present.late],
  locked: ({ present }) => [present.lockedHeading, present.locked, present.lockedNext],
} as const satisfies Record<string, End>;

/** The ends of what was no request to answer. */
const REFUSALS: Readonly<Record<Refusal, End>> = {
  malformed: ({ present }) => [present.malformedHeading, present.malformed],
  'other-version': ({ present }) => [present.versionHeading, present.version],
  'not-https': ({ present }) => [present.schemeHeading, present.scheme],
  'other-address': ({ present }) => [present.addressHeading, present.address],
  'other-issuer': ({ present }) => [present.issuerHeading, present.issuer, present.issuerNext],
};

/** Those that the wallet itself may help out of, in another tab. */
const TO_WALLET: ReadonlySet<string> = new Set(['locked', 'other-version']);

export function endScreen(end: keyof typeof ENDS): Screen {
  return (text) => viewOf(text, ENDS[end](text), TO_WALLET.has(end));
}

/** A fragment that is not answered; which part of it is at fault stands below, for the site's operator. */
export function refusedScreen({ why, part }: Judged & { kind: 'refused' }): Screen {
  return (text) => {
    const view = viewOf(text, REFUSALS[why](text), TO_WALLET.has(why));
    return { ...view, body: [...view.body, note(text.code(`ERR_PRESENT_REQUEST ${part}`))] };
  };
}

/** Later, then. @param restedAt Unix seconds. */
export function laterScreen(restedAt: number): Screen {
  return (text) => ({
    heading: text.present.laterHeading,
    body: [paragraph(text.present.laterMeans(text.hour(restedAt)))],
  });
}

function viewOf({ present }: Text, [heading, ...sentences]: ReturnType<End>, isLed: boolean): View {
  const link = isLed ? [actions(linkOut(present.toWallet, '/app/', 'quiet'))] : [];
  return { heading, body: [...sentences.map((sentence) => paragraph(sentence)), ...link] };
}
