import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pastGate } from '../frame/past-gate.ts';

export const sitemapUngated: Fixture = site(
  {
    name: 'sitemap-ungated',
    sentence: 'Lists its films for search engines, with titles and media addresses, in a sitemap that anyone can read.',
    seenAt: 'requirements.md, ARCOM-R4: sitemap-video',
    fails: ['S-02'],
  },
  pastGate(/^\/sitemap\.xml$/),
);
