import type { Redis } from 'ioredis'
import type { Scene } from '../scene.ts'

/** A connection past everything that the faults do to the others. */
export async function withAdmin<T>({ world }: Scene, work: (admin: Redis) => Promise<T>): Promise<T> {
  const admin = world.redis.admin()
  try {
    return await work(admin)
  } finally {
    admin.disconnect()
  }
}
