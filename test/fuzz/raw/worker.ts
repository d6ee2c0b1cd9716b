// One of the processes of a campaign: does the jobs that it is sent, one after the other.
import type { OpenDoor } from '../door.ts';
import { DOORS } from '../doors.ts';
import { doJob, type Job } from './job.ts';

const opened = new Map<string, OpenDoor>();
const send = (message: unknown): void => void process.send?.(message);

process.on('message', async (job: Job) => {
  try {
    send({ figures: await doJob(job, DOORS, opened, (done) => send({ done })) });
  } catch (error) {
    send({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
process.once('disconnect', () => process.exit());
