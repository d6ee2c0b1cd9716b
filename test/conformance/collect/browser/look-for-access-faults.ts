import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { AccessFault } from '../../evidence/observation.ts';

/** Rules of WCAG 2.2 at levels A and AA, as axe calls them. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Places of one fault that are named; more say nothing new. */
const MOST_TARGETS = 20;

let source: string | undefined;

/**
 * Runs axe beside the page, in a world of its own: the page neither sees it nor can keep it out by its policy.
 * Frames of the page are not looked into. Absent when axe did not come to an end.
 */
export async function lookForAccessFaults(page: Page): Promise<readonly AccessFault[] | undefined> {
  source ??= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const session = await page.context().newCDPSession(page);
  try {
    const { frameTree } = await session.send('Page.getFrameTree');
    const world = { frameId: frameTree.frame.id, worldName: 'access' };
    const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', world);
    await session.send('Runtime.evaluate', { expression: `${source};0`, contextId });
    const asked = { expression: RUN, contextId, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', asked);
    return exceptionDetails === undefined ? (result.value as AccessFault[]) : undefined;
  } catch {
    return undefined;
  } finally {
    await session.detach().catch(() => {});
  }
}

const RUN = `axe.run(document, {
  runOnly: { type: 'tag', values: ${JSON.stringify(TAGS)} },
  resultTypes: ['violations'],
  iframes: false,
}).then(({ violations }) => violations.map(({ id, impact, help, nodes }) => ({
  rule: id,
  impact: impact ?? 'minor',
  help,
  targets: nodes.slice(0, ${MOST_TARGETS}).map(({ target }) => target.flat().join(' ')),
})))`;
