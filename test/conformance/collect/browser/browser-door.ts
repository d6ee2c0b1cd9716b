import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { ProbeRecorder } from '../../evidence/recorder.ts';

export interface VisitOptions {
  /** Passed on: locale, userAgent, viewport, javaScriptEnabled, storageState. */
  readonly context?: BrowserContextOptions;
  /** Requests that the browser is kept from sending; recorded with `noAnswer: 'blocked'`. */
  readonly block?: (url: string) => boolean;
  /** Answers in the target's place; recorded with `noAnswer: 'blocked'`, since the target was not asked. */
  readonly replace?: (url: string) => { readonly body: string; readonly type: string } | undefined;
  /** Runs in every document before its own scripts. */
  readonly script?: string;
}

/** A fresh browser profile, whose whole traffic is recorded in the probe with `by: 'browser'`. */
export interface BrowserVisit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Records how the page stands now. `access` also runs axe, `storage` also looks at what the origin keeps. */
  look(
    label: string,
    options?: { readonly screenshot?: boolean; readonly access?: boolean; readonly storage?: boolean },
  ): Promise<string>;
  /** Waits until nothing has been loaded for half a second, at most `most` ms (5,000). */
  settle(most?: number): Promise<void>;
  close(): Promise<void>;
}

export interface BrowserDoor {
  /** `Chromium 156.0.8078.79`. */
  readonly version: string;
  /** @param label of the exchanges that the visit records */
  visit(record: ProbeRecorder, label: string, options?: VisitOptions): Promise<BrowserVisit>;
  close(): Promise<void>;
}
