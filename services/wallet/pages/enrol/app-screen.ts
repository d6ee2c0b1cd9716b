import type { Text } from '../../text/en.ts';
import { actions, element, linkOut, mainButton, note, paragraph, quietButton } from '../frame/dom.ts';
import { drawQrCode } from '../frame/qr-code.ts';
import type { Question } from '../frame/stage.ts';
import { stepPath } from '../frame/step-path.ts';
import { timeLeft } from '../frame/time-left.ts';
import type { MethodAsking } from './method.ts';

/** Milliseconds after which somebody who asked the browser is told that they need not wait: nothing says whether it has an app. */
const PATIENCE = 15_000;

/**
 * The request for a proof of age: through the browser where it can, and always as a link for this device and a QR code
 * for another, since nothing tells whether the browser knows an app.
 * @param otherSchemes under which apps may be known besides the link's own, each with its colon.
 */
export function appScreen(asking: MethodAsking, otherSchemes: readonly string[]): Question<'stop'> {
  const { session, attester, now, askBrowser } = asking;
  return (text, answer) => {
    const { prove } = text;
    return {
      heading: prove.heading,
      above: [stepPath(text, 'prove')],
      body: [
        paragraph(prove.learns(attester.label)),
        ...(askBrowser ? [browserSection(text, askBrowser)] : []),
        ...(session.here === undefined ? [] : [hereSection(text, session.here, asking, otherSchemes)]),
        ...(session.request === undefined ? [] : [elsewhereSection(text, session.request, asking)]),
        note(prove.until(text.hour(session.expires)), ' ', timeLeft(text, session.expires, now)),
        actions(quietButton(text.cancel, () => answer('stop'))),
      ],
    };
  };
}

function browserSection(
  { prove: { browser } }: Text,
  askBrowser: NonNullable<MethodAsking['askBrowser']>,
): HTMLElement {
  const told = element('p', { class: 'note', role: 'status' });
  const button = mainButton(browser.ask, async () => {
    button.disabled = true;
    told.textContent = browser.asking;
    const waiting = setTimeout(() => {
      told.textContent = browser.patience;
    }, PATIENCE);
    const end = await askBrowser();
    clearTimeout(waiting);
    told.textContent = browser.ends[end];
    button.disabled = end === 'answered';
  });
  return element('section', {}, element('h2', {}, browser.heading), paragraph(browser.does), actions(button), told);
}

function hereSection(
  { prove }: Text,
  link: string,
  { phone, askBrowser }: MethodAsking,
  otherSchemes: readonly string[],
): HTMLElement {
  const kind = askBrowser ? 'quiet' : 'main';
  const section = element('section', {}, element('h2', {}, prove.here));
  if (phone !== undefined) {
    section.append(actions(linkOut(prove.openSimulatedHere, `${phone}/#${encodeURIComponent(link)}`, kind)));
    return section;
  }
  const others = otherSchemes
    .map((scheme) => link.replace(/^[a-z0-9-]+:/, scheme))
    .filter((other) => other !== link)
    .map((other) => element('a', { class: 'quiet', href: other }, prove.openAs(new URL(other).protocol.slice(0, -1))));
  section.append(
    actions(element('a', { class: kind, href: link }, prove.open)),
    element('details', {}, element('summary', {}, prove.didNotOpen), actions(...others)),
  );
  return section;
}

function elsewhereSection({ prove }: Text, request: string, { phone }: MethodAsking): HTMLElement {
  const simulated =
    phone === undefined
      ? []
      : [actions(linkOut(prove.openSimulated, `${phone}/#${encodeURIComponent(request)}`, 'quiet'))];
  return element(
    'section',
    {},
    element('h2', {}, prove.elsewhere),
    paragraph(prove.scan),
    drawQrCode(request, prove.qr),
    ...simulated,
  );
}
