interface Panel {
  readonly title: string;
  /** For whoever looks at it: what it means, and what to do. */
  readonly about: string;
  readonly kind: 'stat' | 'timeseries';
  readonly width: number;
  readonly unit?: 's' | 'short';
  /** PromQL, and what a line of it is called. */
  readonly lines: readonly (readonly [expression: string, legend: string])[];
  /** Of a stat: what its values are called. */
  readonly words?: Readonly<Record<number, string>>;
}

/** Counters are cut to tens at a gateway, so that a rate over less than an hour would jump. */
const PER_HOUR = (metric: string, by = ''): string =>
  `sum${by === '' ? '' : ` by (${by})`} (increase(${metric}{job=~"$job"}[1h]))`;
const NOW = (metric: string): string => `${metric}{job=~"$job"}`;

const PANELS: readonly Panel[] = [
  {
    title: 'Door',
    about: 'Shut: nobody can come in. Look at "Shut out" for the code.',
    kind: 'stat',
    width: 6,
    lines: [[`min(${NOW('bauta_door_open')})`, 'door']],
    words: { 0: 'shut', 1: 'open' },
  },
  {
    title: 'Test issuer',
    about: 'It lets everyone in, and belongs on a machine of development alone.',
    kind: 'stat',
    width: 6,
    lines: [[`max(${NOW('bauta_test_issuer')})`, 'test issuer']],
    words: { 0: 'none', 1: 'lets everyone in' },
  },
  {
    title: 'Age of the key directory',
    about: 'Read about hourly. At 24 hours the door shuts.',
    kind: 'stat',
    width: 6,
    unit: 's',
    lines: [[`max(${NOW('bauta_directory_age_seconds')})`, 'age']],
  },
  {
    title: 'Keys listed',
    about: 'Of all weeks and ages; three weeks for each age when all is well.',
    kind: 'stat',
    width: 6,
    unit: 'short',
    lines: [[`min(${NOW('bauta_directory_keys')})`, 'keys']],
  },
  {
    title: 'Sessions opened, an hour',
    about: 'Proofs of age that let somebody in.',
    kind: 'timeseries',
    width: 12,
    unit: 'short',
    lines: [[PER_HOUR('bauta_sessions_opened_total'), 'opened']],
  },
  {
    title: 'Proofs refused, an hour, by code',
    about: 'What each code means stands in errors.md. Single ones are people who waited too long or pressed twice.',
    kind: 'timeseries',
    width: 12,
    unit: 'short',
    lines: [[PER_HOUR('bauta_proofs_refused_total', 'code'), '{{code}}']],
  },
  {
    title: 'Shut out, an hour, by code',
    about: 'Requests answered 503: ERR_STORE_UNAVAILABLE is the store, ERR_DIRECTORY_STALE and ERR_SLOT are the keys.',
    kind: 'timeseries',
    width: 12,
    unit: 'short',
    lines: [[PER_HOUR('bauta_requests_shut_total', 'code'), '{{code}}']],
  },
  {
    title: 'Sessions copied, readings of the directory, an hour',
    about: 'A copied cookie ends its session. Readings that fail are tried again within five minutes.',
    kind: 'timeseries',
    width: 12,
    unit: 'short',
    lines: [
      [PER_HOUR('bauta_sessions_copied_total'), 'copied'],
      [PER_HOUR('bauta_directory_reads_total', 'outcome'), '{{outcome}}'],
    ],
  },
];

const SOURCE = { type: 'prometheus', uid: '$source' };
const HEIGHT: Readonly<Record<Panel['kind'], number>> = { stat: 4, timeseries: 8 };
const COLUMNS = 24;

/** `spec/dashboards/site.json`: a Grafana dashboard of a gate's metrics, as its import takes it. */
export function writeDashboard(): string {
  let x = 0;
  let y = 0;
  const panels = PANELS.map(({ title, about, kind, width, unit = 'short', lines, words }, i) => {
    const gridPos = { x, y, w: width, h: HEIGHT[kind] };
    x += width;
    if (x >= COLUMNS) {
      x = 0;
      y += HEIGHT[kind];
    }
    const mappings = words && [
      { type: 'value', options: Object.fromEntries(Object.entries(words).map(([at, text]) => [at, { text }])) },
    ];
    return {
      ...{ id: i + 1, type: kind, title, description: about, datasource: SOURCE, gridPos },
      fieldConfig: { defaults: { unit, min: 0, ...(mappings && { mappings }) }, overrides: [] },
      targets: lines.map(([expr, legendFormat], line) => ({
        ...{ refId: String.fromCharCode(65 + line), datasource: SOURCE, expr, legendFormat },
      })),
    };
  });
  const list = [
    { name: 'source', label: 'Prometheus', type: 'datasource', query: 'prometheus' },
    {
      ...{ name: 'job', label: 'Job', type: 'query', datasource: SOURCE, query: 'label_values(bauta_door_open, job)' },
      ...{ includeAll: true, multi: true, allValue: '.+', refresh: 2, current: { text: 'All', value: '$__all' } },
    },
  ];
  const dashboard = {
    ...{ title: 'Bauta: the door of a site', uid: 'bauta-site', schemaVersion: 39, version: 1, editable: true },
    ...{ tags: ['bauta'], time: { from: 'now-24h', to: 'now' }, refresh: '1m', timezone: 'utc' },
    ...{ templating: { list }, panels },
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}
