import { CrashPage } from '#src/ui/crash-page.tsx'

export default function ServerErrorPage() {
  return <CrashPage />
}
