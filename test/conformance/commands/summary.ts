import { WORDS } from '../report/texts/index.ts';
import type { Language, Text } from '../text.ts';
import type { Report } from '../verdict/report.ts';

const WHERE: Text = { en: 'Report', fr: 'Rapport' };
const COLON: Text = { en: ':', fr: '\u00a0:' };

/** What a run says at its end, on a terminal: the verdict, each finding in one line, and where to read on. */
export function summarise(report: Report, folder: string, language: Language): readonly string[] {
  const { verdict, findings } = WORDS[language];
  const { coverage, breaches, wouldBreach } = report;
  const covered = coverage.automatic + coverage.partial;
  const counts = [
    verdict.breaches(breaches, String(breaches)),
    verdict.wouldBreach(wouldBreach, String(wouldBreach)),
    verdict.covered(String(covered), String(coverage.total), coverage.partial, String(coverage.partial)),
  ];
  return [
    '',
    `${verdict.line[report.verdict]}${COLON[language]} ${report.target}`,
    counts.join(' · '),
    ...report.doubts.map((doubt) => doubt[language]),
    ...report.findings.flatMap(({ number, check, weight, observed, requirements }) => [
      `${String(number).padStart(3)}. ${check} (${findings.weight[weight]}${requirements.length === 0 ? '' : `, ${requirements.join(' ')}`})`,
      `     ${observed[language]}`,
    ]),
    '',
    `${WHERE[language]}${COLON[language]} ${folder}/report.${language}.html`,
  ];
}
