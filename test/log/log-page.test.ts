import { formatLogEntry, startOf, writeUtf8 } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { elementsOf, parseHtml } from '../unit/gate/html.ts';
import { NOON, smallText } from './ground.ts';
import { livelyLog, logWithPage, type PageGround } from './log-page-ground.ts';

const lively = await livelyLog();

/** The page's text, spaces made one. */
async function pageOf(texts: readonly string[], options: PageGround = {}, language = 'en') {
  const log = await logWithPage(texts, options);
  const answer = await log.get('/', language);
  const page = await answer.text();
  const [root] = parseHtml(page);
  return { log, answer, page, text: root?.text ?? '' };
}

describe('the log’s page', () => {
  it('loads its own stylesheet and nothing else, and is kept as long as a checkpoint is', async () => {
    const { answer, page, log } = await pageOf(lively);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'; form-action/);
    expect(answer.headers.get('cache-control')).toBe((await log.get('/checkpoint')).headers.get('cache-control'));
    const names = new Set(parseHtml(page).map(({ name }) => name));
    expect(['script', 'style', 'img', 'iframe', 'form'].filter((name) => names.has(name))).toEqual([]);
    expect(parseHtml(page).filter(({ attributes }) => 'style' in attributes)).toEqual([]);
    const style = await log.get(elementsOf(page, 'link')[0]?.attributes.href ?? '');
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  });

  it('says what is in it: keys, late keys, retirements, builds, releases and numbers of batches', async () => {
    const { text } = await pageOf(lively);
    for (const sentence of [
      '15 entries',
      'Keys of the issuer issuer.example for week 49 of 2026: 18+',
      'Keys of the age checker attester.example for week 47 of 2026: 18+ · first',
      'Keys of the age checker attester.example for week 48 of 2026: 18+ · late',
      'Retirement of a key of the issuer issuer.example for week 48 of 2026: 18+',
      'Build of the wallet at wallet.example: ',
      'Release 1.0.0 of the library: ',
      'issuer.example says it signed about 1,200 batches for week 46 of 2026. Issuer’s word',
    ]) {
      expect(text).toContain(sentence);
    }
  });

  it('leads from each entry to the file that it is in', async () => {
    const { page, log } = await pageOf(lively);
    const links = elementsOf(page, 'a').flatMap(({ attributes: { href = '' } }) => (/tile/.test(href) ? [href] : []));
    expect(links).toHaveLength(lively.length);
    expect((await log.fetch(links[0] as string)).status).toBe(200);
  });

  it('tells in a table what the picture shows, and strikes what was retired', async () => {
    const { page } = await pageOf(lively);
    const rows = elementsOf(page, 'tr').map(({ text }) => text);
    expect(rows).toContain('W47 18+, first9 Nov to 23 Nov16 Nov to 30 Nov');
    expect(rows).toContain('W48 18+, retired16 Nov to 30 Nov23 Nov to 7 Dec');
    expect(rows).toContain('W48 18+, no. 216 Nov to 30 Nov23 Nov to 7 Dec');
    expect(rows).toContain('W48 18+, late16 Nov to 30 Novby the issuer, while it signs');
    const labels = elementsOf(page, 'text').filter(({ attributes }) => attributes.class?.includes('retired'));
    expect(labels.map(({ text }) => text)).toEqual(['W48 · 18+ · retired']);
  });

  it('moves on with the weeks', async () => {
    const { page } = await pageOf(lively, { now: startOf('2026-W49') + 60 });
    const weeks = elementsOf(page, 'th').map(({ text }) => text.slice(0, 3));
    expect(weeks).toContain('W49');
    expect(weeks).not.toContain('W47');
  });
});

describe('the log’s page says how the log stands', () => {
  it.each<[string, PageGround, string]>([
    ['good', {}, 'Enough witnesses have seen this tree'],
    ['stale', { now: NOON + 25 * 3600 }, 'more than 24 hours ago'],
    ['unseen', { witnesses: [] }, 'Too few witnesses have cosigned'],
    ['independent', { page: { quorum: 3 } }, 'At least two of its witnesses are always run by others'],
    ['not independent', {}, 'Key check: not independent.'],
  ])('%s', async (_, options, sentence) => {
    expect((await pageOf(lively, options)).text).toContain(sentence);
  });

  it('names each witness, when it saw the tree, and whose it is', async () => {
    const { text } = await pageOf(lively);
    expect(text).toContain('witness.example/1 saw it on 18 November 2026 at 12:00 UTC run by the log’s operator');
    expect(text).toContain('w.example/2 saw it on 18 November 2026 at 12:00 UTC run by others');
  });

  it('is a page with 503, which nobody keeps, while nothing is published', async () => {
    const { answer, text, page } = await pageOf([], { isUnpublished: true });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([503, 'no-store']);
    expect(text).toContain('Nothing is published yet');
    expect(elementsOf(page, 'pre')).toHaveLength(2);
  });

  it('stands over a log without entries', async () => {
    const { answer, text } = await pageOf([]);
    expect(answer.status).toBe(200);
    expect(text).toContain('The log has no entry yet.');
  });
});

describe('what is in the log is text', () => {
  it('whatever form it has', async () => {
    const markup = '<script>alert(1)</script>&"><img src=x onerror=alert(1)>';
    const version = formatLogEntry({ kind: 'sdk', version: '1.0.0-a', digest: new Uint8Array(32) });
    const { answer, page, text } = await pageOf([markup, `bauta/sdk/v1\n${markup}\n`, version]);
    expect(answer.status).toBe(200);
    expect(text).toContain('Something that has the form of no entry');
    expect(page).not.toContain('alert');
  });

  it('and so is what the configuration names', async () => {
    const { page } = await pageOf(lively, { page: { url: 'https://log.example/<b>"' } });
    expect(elementsOf(page, 'b')).toEqual([]);
    expect(
      elementsOf(page, 'code')
        .map(({ text }) => text)
        .join(' '),
    ).toContain('<b>"');
  });

  it('and entries that are not those of the checkpoint are not shown', async () => {
    const files = new Map([['tile/entries/000.p/2', writeUtf8('x')]]);
    const answer = await (await logWithPage([smallText(1), smallText(2)], { files })).get('/');
    expect([answer.status, (await answer.json()).code]).toEqual([503, 'ERR_STORE_UNAVAILABLE']);
  });
});
