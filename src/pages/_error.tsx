import type { NextPageContext } from 'next'
import { CrashPage } from '#src/ui/crash-page.tsx'

interface ErrorPageProps {
  readonly statusCode: number
}

export default function ErrorPage({ statusCode }: ErrorPageProps) {
  return <CrashPage code={statusCode} />
}

ErrorPage.getInitialProps = ({ res, err }: NextPageContext): ErrorPageProps => ({
  statusCode: res?.statusCode ?? err?.statusCode ?? 500,
})
