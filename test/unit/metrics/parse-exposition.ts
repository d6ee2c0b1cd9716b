/** A metric as a scraper reads it. */
export interface ReadMetric {
  readonly type: string;
  readonly help: string;
  /** Values by their labels, `{code="ERR_X",epoch="2026-W47"}` or nothing. */
  readonly samples: Map<string, number>;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*"';
const HELP = new RegExp(`^# HELP (${NAME}) ((?:[^\\\\]|\\\\[\\\\n])+)$`);
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`);
const SAMPLE = new RegExp(`^(${NAME})((?:\\{${LABEL}(?:,${LABEL})*,?\\})?) (-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)$`);

/**
 * Prometheus' text format 0.0.4, strictly: HELP and TYPE before the samples, samples of a metric together, none twice,
 * a line feed at the end. @throws on anything else
 */
export function parseExposition(text: string): Map<string, ReadMetric> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const metrics = new Map<string, ReadMetric>();
  let help: { name: string; text: string } | undefined;
  let current = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const [, helpName, helpText] = HELP.exec(line) ?? [];
    const [, typeName, type] = TYPE.exec(line) ?? [];
    const [, name, labels, value] = SAMPLE.exec(line) ?? [];
    if (helpName !== undefined && helpText !== undefined) {
      if (metrics.has(helpName)) throw new Error(`${helpName} stands twice`);
      help = { name: helpName, text: helpText };
    } else if (typeName !== undefined && type !== undefined) {
      if (help?.name !== typeName) throw new Error(`${typeName} has no HELP right before its TYPE`);
      if (type === 'counter' && !typeName.endsWith('_total')) throw new Error(`${typeName} is a counter`);
      metrics.set(typeName, { type, help: help.text, samples: new Map() });
      current = typeName;
    } else if (name !== undefined && labels !== undefined && value !== undefined) {
      const samples = metrics.get(name)?.samples;
      if (name !== current || samples === undefined) throw new Error(`a sample out of place: ${line}`);
      if (samples.has(labels)) throw new Error(`twice: ${line}`);
      samples.set(labels, Number(value));
    } else throw new Error(`not a line of the format: ${line}`);
  }
  return metrics;
}
