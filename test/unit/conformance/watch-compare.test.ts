import { describe, expect, test } from 'vitest';
import { compareRuns, standingAfter } from '../../conformance/watch/compare-runs.ts';
import { recordRun } from '../../conformance/watch/record-run.ts';
import { exitOfRound } from '../../conformance/watch/round-exit.ts';
import { type RunVerdict, signOf } from '../../conformance/watch/site-run.ts';
import { isNews, tellChange } from '../../conformance/watch/tell-change.ts';
import { tellRow } from '../../conformance/watch/tell-row.ts';
import { WATCH_WORDS } from '../../conformance/watch/words.ts';
import { makeSample } from './sample-report.ts';
import { finding, MEASURE, noRun, run, site } from './watch-sample.ts';

const media = finding('S-03/media');
const host = finding('S-08/host', 'would-breach');

describe('what changed since the run before', () => {
  test('is nothing where all is as it was', () => {
    const change = compareRuns(run({ findings: [media] }), run({ findings: [media] }));
    expect(change).toEqual({ isFirst: false, found: [], breaches: [], gone: [], untested: [], isOtherMeasure: false });
    expect(isNews(change)).toBe(false);
  });

  test('is all of it on the first run', () => {
    const change = compareRuns(undefined, run({ findings: [media, host] }));
    expect(change).toMatchObject({ isFirst: true, found: [media, host], breaches: [media], gone: [], untested: [] });
    expect(change).not.toHaveProperty('verdict');
  });

  test('is a new finding, and with its verdict a new breach', () => {
    const change = compareRuns(run({ findings: [host] }), run({ findings: [host, media] }));
    expect(change).toMatchObject({ found: [media], breaches: [media], verdict: { from: 'probable', to: 'breach' } });
  });

  test('is no new breach where the new finding would be one only', () => {
    expect(compareRuns(run(), run({ findings: [host] }))).toMatchObject({ found: [host], breaches: [] });
  });

  test('is a breach under a strict reading, which the basis has not confirmed', () => {
    const strict = { ...MEASURE, isStrict: true };
    const after = run({ findings: [host], measure: strict });
    expect(compareRuns(run({ measure: strict }), after)).toMatchObject({ breaches: [host], isOtherMeasure: false });
    expect(compareRuns(run({ findings: [host] }), after)).toMatchObject({
      breaches: [host],
      found: [],
      isOtherMeasure: true,
    });
  });

  test('is a new breach where a known finding weighs more than before', () => {
    const graver = finding('S-08/host');
    expect(compareRuns(run({ findings: [host] }), run({ findings: [graver] }))).toMatchObject({
      found: [],
      breaches: [graver],
    });
  });

  test('tells two rules of one check apart', () => {
    const other = finding('S-03/range');
    expect(compareRuns(run({ findings: [media] }), run({ findings: [other] }))).toMatchObject({
      found: [other],
      gone: [media],
    });
  });

  test('is gone only where its check looked again', () => {
    const before = run({ findings: [media] });
    expect(compareRuns(before, run({ outcomes: { 'S-03': 'passed' } })).gone).toEqual([media]);
    for (const outcome of ['untested', 'cannot-tell'] as const) {
      expect(compareRuns(before, run({ outcomes: { 'S-03': outcome } }))).toMatchObject({
        gone: [],
        untested: ['S-03'],
      });
    }
  });

  test('is what came to no outcome any more, but not what never did', () => {
    const before = run({ outcomes: { 'S-02': 'passed', 'S-05': 'untested' } });
    const after = run({ outcomes: { 'S-02': 'untested', 'S-05': 'untested' } });
    expect(compareRuns(before, after).untested).toEqual(['S-02']);
  });

  test('is the verdict alone where the site did not answer', () => {
    const change = compareRuns(run({ findings: [media] }), noRun('unreachable', { standing: [media] }));
    expect(change).toMatchObject({ found: [], gone: [], untested: [], verdict: { from: 'breach', to: 'unreachable' } });
  });

  test('is no new breach where it stood before the site was silent', () => {
    const silent = noRun('unreachable', { standing: [media] });
    expect(compareRuns(silent, run({ findings: [media] }))).toMatchObject({
      found: [],
      breaches: [],
      isOtherMeasure: false,
    });
    expect(compareRuns(silent, run({ outcomes: { 'S-03': 'passed' } })).gone).toEqual([media]);
  });

  test.each([{ catalogue: 'eu-av' }, { sha256: 'cd'.repeat(32) }, { suite: '0.2.0' }, { isStrict: true }])(
    'says that it was measured otherwise: %j',
    (other) => {
      expect(compareRuns(run(), run({ measure: { ...MEASURE, ...other } })).isOtherMeasure).toBe(true);
    },
  );

  test('is nothing of what no rule asks about', () => {
    const aside = finding('S-19/label', 'outside');
    expect(isNews(compareRuns(run(), run({ findings: [aside] })))).toBe(false);
    expect(isNews(compareRuns(run({ findings: [aside] }), run({ outcomes: { 'S-19': 'passed' } })))).toBe(false);
  });
});

describe('a row of the history', () => {
  const { report } = makeSample();
  const given = {
    site: 'https://video.example',
    at: '2026-11-18T09:12:04.120Z',
    folder: 'video.example/x',
    before: undefined,
  };

  test('keeps of a report what later runs are compared with', () => {
    const row = recordRun({ ...given, result: { kind: 'report', exit: 1, report } });
    expect(row).toMatchObject({
      verdict: report.verdict,
      exit: 1,
      breaches: report.breaches,
      coverage: report.coverage,
      report: 'video.example/x',
      measure: { catalogue: report.catalogue.id, sha256: report.catalogue.sha256, isStrict: report.isStrict },
    });
    expect(Object.keys(row.outcomes)).toEqual(report.checks.map(({ id }) => id));
    expect(row.findings).toContainEqual(finding(`${report.findings[0]?.check}/${report.findings[0]?.rule}`));
  });

  test('holds a rule once, however often it is broken, with its gravest weight', () => {
    const twice = [media, { ...media, weight: 'outside' as const }, host];
    const row = recordRun({ ...given, result: { kind: 'report', exit: 1, report: { ...report, findings: twice } } });
    expect(row.findings).toEqual([media, host]);
  });

  test('carries what stands over a run that saw nothing, however long', () => {
    const first = noRun('unreachable', { standing: standingAfter(run({ findings: [media] }), {}, []) });
    const second = recordRun({ ...given, before: first, result: { kind: 'fault' } });
    expect(second).toMatchObject({ verdict: 'fault', exit: 5, findings: [], standing: [media], outcomes: {} });
    expect(second).not.toHaveProperty('report');
    expect(recordRun({ ...given, before: second, result: { kind: 'unreachable' } })).toMatchObject({
      exit: 4,
      standing: [media],
    });
  });

  test('lets go of what was looked at again', () => {
    expect(standingAfter(run({ findings: [media] }), { 'S-03': 'passed' }, [])).toEqual([]);
    expect(standingAfter(run({ findings: [media] }), { 'S-03': 'failed' }, [media])).toEqual([]);
    expect(standingAfter(run({ findings: [media] }), { 'S-03': 'cannot-tell' }, [])).toEqual([media]);
  });
});

describe('the end of a round', () => {
  const line = (verdict: RunVerdict, breaches = 0) => ({
    run: { verdict },
    change: { breaches: Array.from({ length: breaches }, () => media) },
  });

  test.each([
    ['nothing was due', [], 0],
    ['all held', [line('no-breach'), line('no-breach')], 0],
    ['a breach is known already', [line('no-breach'), line('breach')], 0],
    ['a breach is new', [line('unreachable'), line('breach', 1), line('fault')], 1],
    ['one is inconclusive', [line('no-breach'), line('inconclusive')], 2],
    ['one did not answer', [line('breach'), line('unreachable')], 2],
    ['the suite stumbled over one', [line('no-breach'), line('fault')], 2],
    ['none could be looked at', [line('unreachable'), line('fault')], 2],
    ['none answered', [line('unreachable'), line('unreachable')], 4],
    ['the suite stumbled over all', [line('fault')], 5],
  ] as const)('where %s', (_, lines, exit) => {
    expect(exitOfRound(lines)).toBe(exit);
  });
});

describe('a change in words', () => {
  test('names the checks, a new breach once, and how many rules', () => {
    const after = run({ findings: [media, finding('S-03/range'), host], outcomes: { 'S-02': 'untested' } });
    const change = compareRuns(run({ findings: [finding('S-05/swap')], outcomes: { 'S-05': 'failed' } }), {
      ...after,
      outcomes: { ...after.outcomes, 'S-05': 'passed' },
    });
    expect(tellChange(change, WATCH_WORDS.en)).toEqual([
      { kind: 'breaches', phrase: 'New breach', checks: ['S-03 (2)'] },
      { kind: 'found', phrase: 'New finding', checks: ['S-08'] },
      { kind: 'gone', phrase: 'No longer found', checks: ['S-05'] },
      { kind: 'untested', phrase: 'Not decided this time', checks: ['S-02'] },
    ]);
  });

  test('is one line for a site, in each language', () => {
    const after = run({ findings: [media] });
    const row = {
      site: site('video.example', 'Vidéos'),
      run: after,
      change: compareRuns(run({ findings: [host] }), after),
    };
    expect(tellRow(row, 'en')).toBe(
      'B  video.example  Probable breach, basis to be confirmed → Breach found. New breach: S-03 · Not decided this time: S-08',
    );
    expect(tellRow(row, 'fr')).toContain('Manquement constaté. Nouveau manquement\u00a0: S-03');
    expect(tellRow({ ...row, change: compareRuns(after, after) }, 'fr')).toBe(
      'M  video.example  Manquement constaté. Rien de nouveau',
    );
  });

  test('tells a run that is inconclusive by what it saw from one that saw too little', () => {
    expect(signOf(run({ findings: [host] }))).toBe('probable');
    expect(signOf(run({ verdict: 'inconclusive' }))).toBe('inconclusive');
    expect(signOf(run())).toBe('none');
  });

  test.each(['en', 'fr'] as const)('has a letter of its own for each sign in %s', (language) => {
    const letters = Object.values(WATCH_WORDS[language].sign).map(({ letter }) => letter);
    expect(new Set(letters).size).toBe(letters.length);
  });
});
