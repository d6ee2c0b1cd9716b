import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, readStored, whyNoBrowser } from '../../browser/browser.ts';
import { HOUR, openPerson, type Person } from './presenting.ts';
import { startWorld, WEDNESDAY, type World } from './world.ts';

const YES = 'Yes, with my passkey';
const REFUSE = 'Refuse';
/** After it nobody waits before a second visit to one site. */
const ELEVEN_MINUTES = 660;

describe.skipIf(whyNoBrowser)(
  `the passkey asked at once${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`,
  { timeout: 60_000 },
  () => {
    let browser: Browser;
    let world: World;
    let person: Person;

    beforeAll(async () => {
      browser = await launchBrowser();
      world = await startWorld();
    });
    afterAll(async () => {
      await browser?.close();
      await world?.close();
    });
    /** Somebody who was at a site before: the button was theirs to press then. */
    beforeEach(async () => {
      person = await openPerson(browser, world, { isAskedAtOnce: true });
      await person.context.addInitScript(watchPasskey);
      await person.enrol();
      await person.present();
      await person.setClock(WEDNESDAY + 2 * HOUR + ELEVEN_MINUTES);
      world.site.posts.length = 0;
    });
    afterEach(async () => {
      await person.close();
      expect(person.faults.splice(0)).toEqual([]);
    });

    /** How each question to the passkey on this page went so far. */
    const questions = () => person.page.evaluate(() => (window as unknown as Watched).questions);
    const reach = (went: Watched['questions']) => expect.poll(questions).toEqual(went);

    it('opens the site without a button', async () => {
      const { page } = person;
      await page.goto(world.rooms.site.origin);
      await page.getByRole('link', { name: 'go' }).click();
      await page.waitForURL('**/welcome');
      expect(world.site.posts).toHaveLength(1);
      expect((await person.readWallet()).tokens).toHaveLength(58);
    });

    it('ends with a refusal that is pressed meanwhile: nothing is taken and nothing sent', async () => {
      const { tab, page } = person;
      await tab.setPresent(false);
      await person.comeFromSite();
      await reach(['pending']);
      await person.button(REFUSE).click();
      await person.heading('Nothing was sent');
      await reach(['ended']);
      // Whoever touches it now answers nobody.
      await tab.setPresent(true);
      expect((await readStored(page)).tokens).toHaveLength(59);
      expect(world.site.posts).toEqual([]);
      expect((await person.readWallet()).tokens).toHaveLength(59);
    });

    it('gives way to a yes that is pressed meanwhile: one visit, once', async () => {
      const { tab, page } = person;
      await tab.setPresent(false);
      await person.comeFromSite();
      await reach(['pending']);
      // A question that stands is not answered by who comes later: only a new one is.
      await tab.setPresent(true);
      await person.button(YES).click();
      await page.waitForURL('**/welcome');
      expect(world.site.posts).toHaveLength(1);
      expect((await person.readWallet()).tokens).toHaveLength(58);
    });

    /** Nothing was lost, and nothing is said of a failure. */
    async function expectUntouched(): Promise<void> {
      const { page } = person;
      await reach(['ended']);
      await person.button(REFUSE).waitFor();
      expect(await page.locator('.warning').count()).toBe(0);
      expect(world.site.posts).toEqual([]);
      expect((await readStored(page)).tokens).toHaveLength(59);
    }

    it('leaves the question as it was when the passkey declines', async () => {
      const { tab, page } = person;
      await tab.setUserVerified(false);
      await person.comeFromSite();
      await expectUntouched();
      // Only an answer that a button asked for is spoken of.
      await person.button(YES).click();
      await page.getByText('The passkey did not agree. Nothing was sent.').waitFor();
      expect((await readStored(page)).tokens).toHaveLength(59);
      expect(world.site.posts).toEqual([]);
    });

    it('is asked by the button in a browser that wants one first', async () => {
      const { context, page } = person;
      await context.addInitScript(() => Object.assign(window, { wantsGesture: true }));
      await person.comeFromSite();
      await expectUntouched();
      await person.button(YES).click();
      await page.waitForURL('**/welcome');
      expect(world.site.posts).toHaveLength(1);
      expect((await person.readWallet()).tokens).toHaveLength(58);
    });
  },
);

interface Watched {
  /** As in browsers that decline at once where nobody has pressed anything. */
  readonly wantsGesture?: boolean;
  questions: ('pending' | 'answered' | 'ended')[];
}

/** Runs in the page: writes down how each question to the passkey goes. */
function watchPasskey(): void {
  if (typeof CredentialsContainer === 'undefined') return;
  const watched = window as unknown as Watched;
  watched.questions = [];
  // The browser's own record says that scripts of a test are acts of a person.
  let isPressed = false;
  addEventListener(
    'pointerdown',
    () => {
      isPressed = true;
    },
    { capture: true },
  );
  const ask = CredentialsContainer.prototype.get;
  CredentialsContainer.prototype.get = function (this: CredentialsContainer, options) {
    const at = watched.questions.push('pending') - 1;
    const isTooEarly = watched.wantsGesture && !isPressed;
    const asked = isTooEarly ? Promise.reject(new DOMException('', 'NotAllowedError')) : ask.call(this, options);
    asked.then(
      () => {
        watched.questions[at] = 'answered';
      },
      () => {
        watched.questions[at] = 'ended';
      },
    );
    return asked;
  };
}
