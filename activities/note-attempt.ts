import { activityInfo, ApplicationFailure, CancelledFailure } from '@temporalio/activity';

type Execute<Input> = (input: Input) => Promise<unknown>;

/**
 * Worker interceptor: notes on every failure which attempt it was, because a workflow is told only that its tries are
 * used up, and an operator wants to read how many there were.
 */
export function noteAttempt() {
  return {
    inbound: {
      async execute<Input>(input: Input, next: Execute<Input>): Promise<unknown> {
        try {
          return await next(input);
        } catch (error) {
          throw withAttempt(error);
        }
      },
    },
  };
}

function withAttempt(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  const { attempt } = activityInfo();
  return ApplicationFailure.create({
    message: error.message,
    type: error.name,
    details: [{ attempt }],
    ...(error.cause instanceof Error && { cause: error.cause }),
  });
}
