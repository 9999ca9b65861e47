import type { GetServerSideProps } from 'next'

/** The console begins with its first page. */
export const getServerSideProps: GetServerSideProps = async ({ locale, defaultLocale }) => {
  const prefix = locale === undefined || locale === defaultLocale ? '' : `/${locale}`
  return { redirect: { destination: `${prefix}/console/jobs`, permanent: false } }
}

export default function Page() {
  return null
}
