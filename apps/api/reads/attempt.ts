import { Unavailable } from '../../../activities/ports';

/** The answer, or that there is none: for whoever has somebody else to ask. Other errors are thrown on. */
export async function attempt<T>(question: Promise<T>): Promise<T | Unavailable> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof Unavailable) return error;
    throw error;
  }
}
