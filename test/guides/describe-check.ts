import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guideBlock } from '../programs/guide-block.ts';
import { type CurlGround, openCurlGround, whyNoCurl } from './curl-ground.ts';

/** What a comment behind a command promises, and how that is seen in what was printed. */
const PROMISES: Readonly<Record<string, RegExp>> = {
  'www-authenticate': /^www-authenticate: PrivateToken challenge=/im,
  'dpop-nonce': /^dpop-nonce: [\w-]{95}\r?$/im,
  'the gate page': /\/_age\/go/,
  private: /^cache-control: private, no-store\r?$/im,
  'no-store': /^cache-control: private, no-store\r?$/im,
  'no hit': /^(?![\s\S]*hit)/i,
  'not 206': /^(?!HTTP\S+ 206)/,
  'not a way around': /^HTTP\S+ 401/,
};
/** Of curl: it got no answer, or took no end. */
const NO_CONNECTION = [7, 28];

/** Runs the commands of a guide's block as they stand there, and looks whether each ends as the comment behind it says. */
export function describeCheck(name: string, port: () => number): void {
  const guide = `${name.split(' ')[0]}.md`;
  describe.skipIf(whyNoCurl)(`"Check it" of ${guide}${whyNoCurl ? `: ${whyNoCurl}` : ''}`, () => {
    let ground: CurlGround;
    beforeAll(async () => {
      ground = await openCurlGround(port());
    });
    afterAll(() => ground?.close());

    it.each(guideBlock(guide, name))('%s', async (line) => {
      const { 0: command = '', 1: comment = '' } = line.split(/ +# /);
      expect(comment).not.toBe('');
      const { exit, out } = await ground.run(command);
      if (comment.startsWith('no connection')) {
        // A pipe ends as its last part does.
        expect(command.includes('|') ? out : NO_CONNECTION).toEqual(
          command.includes('|') ? '' : expect.arrayContaining([exit]),
        );
        return;
      }
      const [status = '', ...promised] = comment.split(/[,:] | and /);
      expect(out).toMatch(new RegExp(`^HTTP\\S+ ${status}\\b`));
      for (const promise of promised) {
        expect(Object.keys(PROMISES)).toContain(promise);
        expect(out).toMatch(PROMISES[promise] as RegExp);
      }
    });
  });
}
