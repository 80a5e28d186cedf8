import { sampleModel, sampleRecords } from '@headwater/core/testing'
import type { Meta, StoryObj } from '@storybook/react-vite'
import type { CSSProperties } from 'react'
import { expect } from 'storybook/test'
import { backend, hubOf } from '../../.storybook/story-hub.ts'
import { DataModelList, HubProvider } from '../index.ts'

const customers = sampleModel()

const meta = {
  title: 'Provider/HubProvider',
  component: HubProvider,
  parameters: backend(() => ({ models: [customers], records: sampleRecords(customers, 1200) })),
} satisfies Meta<typeof HubProvider>

export default meta
type Story = StoryObj<typeof HubProvider>

const orange = {
  '--hub-accent': '#c2410c',
  '--hub-accent-strong': '#9a3412',
  '--hub-accent-text': '#9a3412',
  '--hub-surface': '#fffaf5',
  '--hub-surface-raised': '#fff',
  '--hub-surface-sunken': '#fdf1e7',
  '--hub-border': '#ecd9c8',
  '--hub-text': '#2a1a0f',
  '--hub-text-muted': '#6f5846',
  '--hub-radius-small': '2px',
  '--hub-radius': '2px',
  '--hub-radius-large': '2px',
  fontFamily: 'Georgia, serif',
} as CSSProperties

/** A host's own colours, corners and font: a dozen custom properties on the provider. */
export const Rethemed: Story = {
  render: (_args, context) => (
    <HubProvider hub={hubOf(context)} colorScheme="light" locale="en-GB" style={{ ...orange, padding: 24 }}>
      <DataModelList onCreateModel={() => {}} onOpenModel={() => {}} />
    </HubProvider>
  ),
  play: async ({ canvas }) => void (await canvas.findByText('Customers')),
}

/** Words and numbers of another language: what is left out stays English. */
export const OtherWords: Story = {
  render: (_args, context) => (
    <HubProvider
      hub={hubOf(context)}
      locale="de-DE"
      lang="de"
      copy={{
        dataModels: {
          searchModels: 'Modelle suchen',
          newModel: 'Neues Modell',
          columnName: 'Name',
          columnFields: 'Felder',
          columnVisibility: 'Sichtbar für',
          columnUpdated: 'Geändert',
          private: 'Nur Sie',
        },
        common: { actionsFor: (name) => `Aktionen für ${name}` },
      }}
    >
      <DataModelList onCreateModel={() => {}} onOpenModel={() => {}} />
    </HubProvider>
  ),
  play: async ({ canvas }) => {
    await canvas.findByText('Customers')
    await expect(canvas.getByRole('button', { name: 'Neues Modell' })).toBeVisible()
    await expect(canvas.getByText(/^vor/)).toBeVisible()
  },
}
