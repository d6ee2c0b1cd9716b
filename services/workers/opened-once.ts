import { AgeError } from '@bauta/sdk/protocol';
import { systemClock } from '../clock.ts';
import { faultEvent, type LogEvent } from '../log-events.ts';
import { ConfigFault } from '../settings/config-fault.ts';

/**
 * What nobody starts on this platform: it is opened when it is first asked for, and anew after that failed. Why it
 * failed is said in the operator's log alone.
 * @param isSound false for what has to be opened anew.
 * @returns what asks for it. @throws AgeError ERR_NOT_READY while its settings are wrong; else what `open` throws
 */
export function openedOnce<T>(
  open: () => T | Promise<T>,
  isSound: (opened: T) => boolean = () => true,
): () => Promise<T> {
  let opening: Promise<T> | undefined;

  async function openAnew(): Promise<T> {
    try {
      return await open();
    } catch (error) {
      opening = undefined;
      if (!(error instanceof ConfigFault)) {
        console.error(JSON.stringify(faultEvent(error, systemClock().now()) satisfies LogEvent));
        throw error;
      }
      // No line of it holds a value.
      console.error(`Bauta cannot start:\n  ${error.lines.join('\n  ')}`);
      throw new AgeError('ERR_NOT_READY', 'the settings are wrong');
    }
  }

  return async () => {
    const before = await opening?.catch(() => undefined);
    if (before !== undefined && !isSound(before)) opening = undefined;
    opening ??= openAnew();
    return opening;
  };
}
