import { actions, element, linkOut, note, paragraph, quietButton } from '../frame/dom.ts';
import { drawQrCode } from '../frame/qr-code.ts';
import type { Question } from '../frame/stage.ts';
import { stepPath } from '../frame/step-path.ts';
import { timeLeft } from '../frame/time-left.ts';
import type { MethodAsking } from './method.ts';

/** A request becomes a link: it may lead to the app that holds the proof of age, and nowhere else. */
export function isAgeAppLink(request: string): boolean {
  return URL.canParse(request) && new URL(request).protocol === 'av:';
}

/** The request for a proof of age, as a link for this device and a QR code for another. */
export function euWalletScreen({ session, attester, phone, now }: MethodAsking): Question<'stop'> {
  const { request, expires } = session;
  return (text, answer) => {
    const { prove } = text;
    const link =
      phone === undefined
        ? element('a', { class: 'main', href: request }, prove.open)
        : linkOut(prove.openSimulated, `${phone}/#${encodeURIComponent(request)}`);
    return {
      heading: prove.heading,
      above: [stepPath(text, 'prove')],
      body: [
        paragraph(prove.learns(attester.label)),
        element('section', {}, element('h2', {}, prove.here), actions(link)),
        element(
          'section',
          {},
          element('h2', {}, prove.elsewhere),
          paragraph(prove.scan),
          drawQrCode(request, prove.qr),
        ),
        note(prove.until(text.hour(expires)), ' ', timeLeft(text, expires, now)),
        actions(quietButton(text.cancel, () => answer('stop'))),
      ],
    };
  };
}
