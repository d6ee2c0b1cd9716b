import type { EvidenceSession } from './attester.ts';
import { actions, element, linkOut, mainButton, note, paragraph, quietButton } from './dom.ts';
import { drawQrCode } from './qr-code.ts';
import type { Question } from './stage.ts';
import { stepPath } from './step-path.ts';

/**
 * The request for a proof of age, as a link for this device and a QR code for another.
 * @param phone the origin of the simulated phone, in demonstrations.
 */
export function proveScreen(
  { request, expires }: EvidenceSession,
  attester: string,
  phone: string | undefined,
): Question<'stop'> {
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
        paragraph(prove.learns(attester)),
        element('section', {}, element('h2', {}, prove.here), actions(link)),
        element(
          'section',
          {},
          element('h2', {}, prove.elsewhere),
          paragraph(prove.scan),
          drawQrCode(request, prove.qr),
        ),
        note(prove.until(text.hour(expires))),
        actions(quietButton(text.cancel, () => answer('stop'))),
      ],
    };
  };
}

/** The proof was looked at and did not do: what that means, what it does not, and the ways on. */
export function evidenceRefusedScreen(reference: string, hasOthers: boolean): Question<'again' | 'other' | 'stop'> {
  return (text, answer) => ({
    heading: text.refused.heading,
    above: [stepPath(text, 'prove')],
    body: [
      paragraph(text.refused.meaning),
      paragraph(text.refused.next),
      actions(
        mainButton(text.tryAgain, () => answer('again')),
        ...(hasOthers ? [quietButton(text.refused.other, () => answer('other'))] : []),
        quietButton(text.cancel, () => answer('stop')),
      ),
      note(text.refused.reference(reference)),
    ],
  });
}
