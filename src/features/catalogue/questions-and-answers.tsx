import '@mantine/core/styles/Accordion.css'
import { Accordion } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { Product } from '#server/contracts/catalogue.ts'
import { useText } from '#src/i18n/use-text.ts'
import { catalogueTexts } from './catalogue-texts.ts'
import classes from './questions-and-answers.module.css'

export function QuestionsAndAnswers({ questions }: Pick<Product, 'questions'>) {
  const t = useText(catalogueTexts)
  if (questions.length === 0) return null
  return (
    <section className={classes.block}>
      <h2 className={classes.title}>{t.questions}</h2>
      <Accordion multiple order={3} classNames={classes} chevron={<IconPlus size={18} stroke={1.4} />}>
        {questions.map(({ question, answer }) => (
          <Accordion.Item key={question} value={question}>
            <Accordion.Control>{question}</Accordion.Control>
            <Accordion.Panel>{answer}</Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </section>
  )
}
