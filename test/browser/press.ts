import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Presses of Tab that a person may need to reach what they are after. */
const MOST_TABS = 16;

/** Goes on by Tab to what is called so, sees that it is marked, and presses Enter on it. */
export async function press(page: Page, name: string): Promise<void> {
  await page.getByText(name, { exact: true }).first().waitFor();
  for (let presses = 0; presses < MOST_TABS; presses++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      const style = element ? getComputedStyle(element) : undefined;
      return { text: element?.innerText?.trim() ?? '', isMarked: style?.outlineStyle !== 'none' };
    });
    if (focused.text === name) {
      expect(focused.isMarked, `${name} has no visible focus`).toBe(true);
      return page.keyboard.press('Enter');
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`"${name}" is not reached within ${MOST_TABS} presses`);
}
