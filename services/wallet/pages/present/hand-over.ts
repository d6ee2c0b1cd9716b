import type { PresentedToken } from '@bauta/sdk/client';
import { element } from '../frame/dom.ts';

/**
 * Posts a presentation to the site: the only way on which anything leaves this page. From now on the page can post
 * nowhere else, and nothing of the token stays in it.
 * @param redeem the one address that was shown, signed and is posted to.
 */
export function handOver(redeem: string, { token, dpop }: PresentedToken): void {
  // A second policy adds to the header's; it cannot loosen it.
  const policy = `form-action ${new URL(redeem).origin}`;
  document.head.append(element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }));
  const form = element(
    'form',
    { method: 'post', action: redeem, hidden: '' },
    element('input', { type: 'hidden', name: 'token', value: token }),
    element('input', { type: 'hidden', name: 'dpop', value: dpop }),
  );
  document.body.append(form);
  form.submit();
  // The request is on its way with a copy. A page that comes back from the browser's memory finds nothing to send.
  form.replaceChildren();
  form.removeAttribute('action');
}
