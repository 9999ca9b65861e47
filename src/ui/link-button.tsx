import { Button, type ButtonProps } from '@mantine/core'
import Link from 'next/link'
import type { ReactNode } from 'react'

interface LinkButtonProps extends ButtonProps {
  readonly href: string
  readonly children: ReactNode
}

/** A link that looks like a button, routed in the browser. */
export const LinkButton = ({ href, ...props }: LinkButtonProps) => <Button component={Link} href={href} {...props} />
