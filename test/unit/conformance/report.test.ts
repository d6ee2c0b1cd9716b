import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { maskMark as sdkMark, styleTokens as sdkTokens } from '@bauta/sdk/gate';
import { DOMParser } from '@xmldom/xmldom';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { viewEvidence } from '../../conformance/evidence/view.ts';
import { maskMark } from '../../conformance/report/html/mask-mark.ts';
import { renderHtml } from '../../conformance/report/html/render-html.ts';
import { styleTokens } from '../../conformance/report/html/tokens.css.ts';
import { makeVisible } from '../../conformance/report/html/visible.ts';
import { formatReport } from '../../conformance/report/json.ts';
import { formatJunit } from '../../conformance/report/junit.ts';
import { formatSarif } from '../../conformance/report/sarif.ts';
import { LANGUAGES } from '../../conformance/text.ts';
import type { Report } from '../../conformance/verdict/report.ts';
import { writeSample } from './sample-folder.ts';
import { makeSample } from './sample-report.ts';

const { report, view } = makeSample();
const html = { en: renderHtml(report, view, 'en'), fr: renderHtml(report, view, 'fr') };
/** What can be read, roughly: without style and pictures. */
const wordsOf = (page: string) =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replace(/\s+/g, ' ');

describe('the report in HTML', () => {
  it('looks like every other page of ours', () => {
    expect(styleTokens).toBe(sdkTokens);
    expect(maskMark).toBe(sdkMark);
  });

  it('is the same each time', () => {
    const again = makeSample();
    for (const language of LANGUAGES) expect(renderHtml(again.report, again.view, language)).toBe(html[language]);
  });

  it.each(LANGUAGES)('loads nothing and runs nothing (%s)', (language) => {
    const page = html[language];
    expect(page.replaceAll('&#39;', "'")).toMatch(
      /Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[\w+/]+=*'; img-src data:; base-uri 'none'; form-action 'none'"/,
    );
    expect(page).not.toMatch(/<script|<link|<iframe|<object|<form|@import|url\((?!#)|\son[a-z]+\s*=\s*"|\sstyle="/i);
    for (const [, source] of page.matchAll(/\ssrc="([^"]*)"/g)) expect(source).toMatch(/^data:image\/png;base64,/);
    for (const [, address] of page.matchAll(/\shref="([^"]*)"/g))
      expect(address).toMatch(/^(#[\w.-]+|https:\/\/legal\.tricoteuses\.fr\/.*)$/);
  });

  it.each(LANGUAGES)('leads every link within it to something (%s)', (language) => {
    const ids = [...html[language].matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of html[language].matchAll(/\shref="#([^"]*)"/g)) expect(ids).toContain(id);
  });

  it('says the verdict, both counts apart, the scope and the limits before anything else', () => {
    const [first = ''] = wordsOf(html.fr).split('Numérotés, du plus grave');
    for (const said of [
      'Manquement constaté',
      '3 manquements constatés',
      '2 manquements probables, base à confirmer',
      '1 observation hors de ce référentiel',
      '4 tranchées par des contrôles',
      'Claire Dubois, direction du contrôle',
      'L’opérateur a déclaré être habilité',
      'du 18 novembre 2026 à 09:12:04 UTC',
      'Il n’atteste aucune conformité',
    ]) {
      expect(first).toContain(said);
    }
    expect(wordsOf(html.en)).toContain('2 probable breaches, basis to be confirmed');
  });

  const verdictOf = (change: Partial<Report>, language: 'en' | 'fr') =>
    /class="verdict">(.*?)<\/p>/s.exec(renderHtml({ ...report, ...change }, view, language))?.[1] ?? '';

  it('words each verdict as the rules ask', () => {
    const coverage = { total: 56, automatic: 19, partial: 8, declaration: 20, untested: 9 };
    expect(wordsOf(verdictOf({ verdict: 'no-breach', coverage }, 'fr')).trim()).toBe(
      'Aucun manquement détecté (27 sur 56 exigences couvertes, dont 8 en partie)',
    );
    expect(wordsOf(verdictOf({ verdict: 'no-breach', coverage: { ...coverage, partial: 0 } }, 'en')).trim()).toBe(
      'No breach found (19 of 56 requirements covered)',
    );
    expect(wordsOf(verdictOf({ verdict: 'inconclusive' }, 'fr')).trim()).toBe('Non concluant');
    expect(wordsOf(verdictOf({ verdict: 'inconclusive' }, 'en')).trim()).toBe('Inconclusive');
    const doubt = { en: 'No browser was found.', fr: 'Aucun navigateur n’a été trouvé.' };
    expect(renderHtml({ ...report, verdict: 'inconclusive', doubts: [doubt] }, view, 'fr')).toContain(doubt.fr);
  });

  it.each(LANGUAGES)('shows every finding with all its parts, every check, and every requirement (%s)', (language) => {
    const words = wordsOf(html[language]);
    const shown = (text: string) =>
      makeVisible(text)
        .replaceAll('\u00a0', ' ')
        .replaceAll('<', '&lt;')
        .replaceAll("'", '&#39;')
        .replaceAll('"', '&quot;')
        .replace(/\s+/g, ' ');
    for (const { expected, observed, why, fix, reproduce } of report.findings) {
      for (const part of [expected, observed, why, fix]) expect(words).toContain(shown(part[language]));
      expect(words).toContain(shown(reproduce));
    }
    for (const { id, prose, notes } of report.checks) {
      expect(html[language]).toContain(`id="check-${id}"`);
      for (const part of [prose, ...notes]) expect(words).toContain(shown(part[language]));
    }
    for (const { id, title } of report.requirements) {
      expect(html[language]).toContain(`id="requirement-${id}"`);
      expect(words).toContain(shown(title[language]));
    }
  });

  it('shows exhibits: what was sent, what came, pictures once, and what is not there', () => {
    const words = wordsOf(html.en);
    expect(words).toContain('content-range: bytes 0-1023/48211904');
    expect(words).toContain('There was more, which the suite did not read.');
    expect(html.en.match(/<img /g)).toHaveLength(2);
    expect(words).toContain('shown under finding 3');
    expect(words).toContain('p2.90 · not in this evidence');
  });

  it('never says met of what was seen in part or declared, and marks declarations', () => {
    const row = (id: string) =>
      wordsOf(new RegExp(`<tr role="row" id="requirement-${id}">.*?</tr>`, 's').exec(html.fr)?.[0] ?? '');
    expect(row('ARCOM-R1')).toContain('Aucun manquement vu, examen partiel');
    expect(row('ARCOM-R26')).toContain('Déclaré, non vérifié · Non. Registre du commerce');
    expect(row('ARCOM-R33')).toContain('Respectée');
    for (const id of ['ARCOM-R1', 'ARCOM-R26', 'ARCOM-R8']) expect(row(id)).not.toContain('Respectée');
    expect(row('ARCOM-R6')).toContain('bonne pratique');
  });

  it.each(LANGUAGES)('attests nothing (%s)', (language) => {
    expect(wordsOf(html[language])).not.toMatch(/certifi(?!cate?s?\b)|anonym|!(?!doctype)/i);
  });

  it('goes on where the evidence has lost bytes, or is wholly gone', () => {
    const bare = viewEvidence(
      { plan: 'site', target: report.target, circumstances: report.circumstances, probes: [] },
      () => {
        throw new Error('no bytes');
      },
    );
    expect(renderHtml(report, bare, 'en')).toContain('not in this evidence');
    const { evidence } = makeSample();
    const holed = viewEvidence(evidence, () => {
      throw new Error('no bytes');
    });
    expect(renderHtml(report, holed, 'en')).toContain('The screenshot is in the evidence: blobs/');
  });

  it('says that nothing was found, and what that does not mean', () => {
    const clean = renderHtml(
      { ...report, verdict: 'no-breach', findings: [], breaches: 0, wouldBreach: 0 },
      view,
      'en',
    );
    expect(clean).toContain('This says nothing of what was not tested');
  });
});

const EVIL = `"><img src=x onerror=alert(1)><script>alert(2)</script>'\u202egpj.exe\u0000\ud800</pre></style>&lt;`;

describe('hostile evidence', () => {
  /** Every text of a value by the evil one, but those that the report's own code reads. */
  const poison = <Value>(value: Value, keep: ReadonlySet<string>): Value => {
    if (typeof value === 'string') return EVIL as Value;
    if (Array.isArray(value)) return value.map((one) => poison(one, keep)) as Value;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, keep.has(key) ? one : poison(one, keep)]),
    ) as Value;
  };
  const KEPT = new Set([
    ...[
      'schema',
      'plan',
      'verdict',
      'severity',
      'weight',
      'outcome',
      'reason',
      'state',
      'status',
      'binds',
      'automation',
      'tokens',
      'clock',
    ],
    ...['kind', 'by', 'noAnswer', 'sha256', 'sources', 'probes', 'id', 'name'],
  ]);
  const poisoned = poison({ ...report, catalogue: { ...report.catalogue, sources: {} } }, KEPT);
  const evil: Report = {
    ...poisoned,
    target: EVIL,
    findings: report.findings.map((finding) => ({
      ...poison(finding, KEPT),
      check: EVIL,
      evidence: [...finding.evidence, EVIL],
    })),
    checks: poisoned.checks.map((check, i) => ({ ...check, id: `${EVIL}${i}` })),
    catalogue: { ...poisoned.catalogue, sources: { [EVIL]: { title: EVIL, url: `javascript:alert(1)//${EVIL}` } } },
  };
  const { evidence } = makeSample();
  const probes = evidence.probes.map((probe) => ({
    ...probe,
    observations: probe.observations.map((one) => {
      const bad = poison(one, new Set([...KEPT, 'at', 'screenshot', 'type']));
      return bad.kind === 'page' ? { ...bad, dom: one.kind === 'page' ? one.dom : bad.dom } : bad;
    }),
  }));
  const evilView = viewEvidence({ ...evidence, probes }, () => new TextEncoder().encode(EVIL));

  it.each(LANGUAGES)('is text and nothing else (%s)', (language) => {
    const page = renderHtml(evil, evilView, language);
    expect(page).not.toContain('<script');
    expect(page).not.toContain('<img src=x');
    expect(page).not.toMatch(/href="javascript:/i);
    expect(page).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;');
    expect(page).toContain('[U+202E]gpj.exe[U+0000][U+D800]');
    for (const sign of ['\u0000', '\u202e', '\u2066', '\ud800']) expect(page.includes(sign)).toBe(false);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
  });

  it('breaks neither JUnit nor SARIF', () => {
    const errors: string[] = [];
    const document = new DOMParser({ onError: (_, message) => void errors.push(message) }).parseFromString(
      formatJunit(evil),
      'text/xml',
    );
    expect(errors).toEqual([]);
    expect(document.getElementsByTagName('script')).toHaveLength(0);
    expect(JSON.parse(formatSarif(evil)).runs[0].results).toHaveLength(6);
  });

  it('keeps signs that people write with', () => {
    expect(makeVisible('Ça va\u00a0: 10\u202f% ❤️\n\tשלום 视频')).toBe('Ça va\u00a0: 10\u202f% ❤️\n\tשלום 视频');
    expect(makeVisible('a\u200bb\u2066c\u00ad\ufeff')).toBe('a[U+200B]b[U+2066]c[U+00AD][U+FEFF]');
    expect(makeVisible('a\r\nb\rc')).toBe('a\nb[U+000D]c');
  });
});

describe('the report for programs', () => {
  const validate = new Ajv2020({ strict: false }).compile(
    JSON.parse(readFileSync(join(import.meta.dirname, '../../../spec/conformance-report.schema.json'), 'utf8')),
  );

  it('is JSON of the published shape', () => {
    expect(validate(JSON.parse(formatReport(report))), JSON.stringify(validate.errors)).toBe(true);
    expect(formatReport(report)).toMatch(/^\{\n {2}"schema": "urn:bauta:schema:conformance-report:1"/);
    for (const change of [{ verdict: 'fine' }, { evidence: 'x' }, { note: '' }, { breaches: -1 }, { findings: [{}] }]) {
      expect(validate(JSON.parse(JSON.stringify({ ...report, ...change }))), JSON.stringify(change)).toBe(false);
    }
  });

  it('is JUnit: a test for each check, failed with its findings, skipped with its reason', () => {
    const document = new DOMParser().parseFromString(formatJunit(report), 'text/xml');
    const suite = document.getElementsByTagName('testsuite').item(0);
    expect(['tests', 'failures', 'errors', 'skipped'].map((name) => suite?.getAttribute(name))).toEqual([
      '10',
      '6',
      '0',
      '3',
    ]);
    const cases = [...document.getElementsByTagName('testcase')];
    const byId = (id: string) => cases.find((one) => one.getAttribute('name')?.startsWith(id));
    expect(byId('S-03')?.getElementsByTagName('failure').item(0)?.getAttribute('message')).toContain(
      '14 of 14 media addresses',
    );
    expect(byId('S-10')?.getElementsByTagName('skipped').item(0)?.getAttribute('message')).toBe(
      'not tested: The suite had no age token to be admitted with.',
    );
    expect(byId('S-16')?.childNodes.length).toBe(0);
  });

  it('is SARIF: a result for each finding, its level by its severity, its rule in the list', () => {
    const { version, runs } = JSON.parse(formatSarif(report));
    expect(version).toBe('2.1.0');
    const [{ tool, results }] = runs;
    expect(results.map(({ level }: { level: string }) => level)).toEqual([
      'error',
      'error',
      'error',
      'warning',
      'warning',
      'note',
    ]);
    for (const { ruleId, ruleIndex, message, locations } of results) {
      expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
      expect(message.text).toContain('Expected: ');
      expect(locations[0].physicalLocation.artifactLocation.uri).toBe('https://video.example/');
    }
  });

  it('is written as five files', () => {
    const { folder, remove } = writeSample();
    for (const name of ['report.fr.html', 'report.en.html', 'report.json', 'report.junit.xml', 'report.sarif.json']) {
      expect(readFileSync(join(folder, name)).length).toBeGreaterThan(1_000);
    }
    expect(readFileSync(join(folder, 'report.fr.html'), 'utf8')).toBe(html.fr);
    remove();
  });
});
