/** A job about it ends the process of `tests/faults/members/faulty-worker.ts`, as a bug in a native module would. */
export const crashingConversationId = '00000000-0000-4000-8000-00000000dead'
