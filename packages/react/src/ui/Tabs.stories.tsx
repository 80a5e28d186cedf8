import type { Meta, StoryObj } from '@storybook/react-vite'
import { Database, FileUp, Rows3 } from 'lucide-react'
import { useState } from 'react'
import { expect, userEvent } from 'storybook/test'
import { dark, narrow } from '../../.storybook/story-hub.ts'
import { Tabs, type TabsProps } from '../index.ts'

type View = 'models' | 'import' | 'jobs' | 'records'

const tabs: TabsProps<View>['tabs'] = [
  {
    value: 'models',
    label: 'Data models',
    icon: <Database className="hub-icon" aria-hidden />,
    content: <p>Three models.</p>,
  },
  {
    value: 'import',
    label: 'Import',
    icon: <FileUp className="hub-icon" aria-hidden />,
    content: <p>Drop a file.</p>,
  },
  { value: 'jobs', label: 'Import history', content: <p>No imports yet.</p> },
  {
    value: 'records',
    label: 'Records',
    icon: <Rows3 className="hub-icon" aria-hidden />,
    content: <p>4,963 records.</p>,
  },
]

function DataHub() {
  const [value, setValue] = useState<View>('models')
  return <Tabs label="Data hub" tabs={tabs} value={value} onValueChange={setValue} />
}

const meta = { title: 'UI/Tabs', render: () => <DataHub /> } satisfies Meta

export default meta
type Story = StoryObj<typeof meta>

/** Arrow keys move between tabs. */
export const Default: Story = {
  play: async ({ canvas }) => {
    await userEvent.tab()
    await expect(canvas.getByRole('tab', { name: 'Data models' })).toHaveFocus()
    await userEvent.keyboard('{ArrowRight}')
    await expect(canvas.getByRole('tab', { name: 'Import' })).toHaveAttribute('aria-selected', 'true')
    await expect(canvas.getByRole('tabpanel')).toHaveTextContent('Drop a file.')
  },
}

export const Dark: Story = { globals: dark }

export const Narrow: Story = { globals: narrow }
