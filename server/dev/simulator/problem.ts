import type { z } from 'zod'

export const describeProblem = (error: z.ZodError) => ({
  error: error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; '),
})
