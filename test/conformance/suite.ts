/** As it stands in every report. */
export const SUITE = { name: '@bauta/conformance', version: '0.1.0' } as const;
