import type { TestStack } from '../stack.ts'

/** The direct way of a stack, for what a test sets up or looks up past the API. */
export function sqlOf({ services }: Pick<TestStack, 'services'>) {
  if (!services.db.sql) throw new Error('this test needs the direct way')
  return services.db.sql
}
