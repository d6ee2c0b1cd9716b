import { checkPublicUrl } from '@bauta/sdk/protocol';
import { actions, element, note, paragraph, quietButton } from '../frame/dom.ts';
import type { Question } from '../frame/stage.ts';
import { stepPath } from '../frame/step-path.ts';
import { timeLeft } from '../frame/time-left.ts';
import type { MethodAsking } from './method.ts';

/** A provider's page: https, on loopback http too. */
export function isProviderLink(link: string): boolean {
  try {
    const { origin, pathname } = new URL(link);
    return checkPublicUrl(origin + pathname) !== undefined;
  } catch {
    return false;
  }
}

/** The way to a provider's own page, in this tab: the browser comes back to it with a code. @param provider its name. */
export function providerScreen({ session, attester, now }: MethodAsking, provider: string): Question<'stop'> {
  return (text, answer) => {
    const { prove } = text;
    const go = element(
      'a',
      { class: 'main', href: session.here ?? '', rel: 'noreferrer' },
      prove.provider.go(provider),
    );
    return {
      heading: prove.provider.heading(provider),
      above: [stepPath(text, 'prove')],
      body: [
        paragraph(prove.provider.learns(provider, attester.label)),
        actions(go),
        note(prove.until(text.hour(session.expires)), ' ', timeLeft(text, session.expires, now)),
        actions(quietButton(text.cancel, () => answer('stop'))),
      ],
    };
  };
}
