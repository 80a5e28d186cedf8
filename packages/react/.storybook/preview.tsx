import type { Preview } from '@storybook/react-vite'
import { StrictMode } from 'react'
import { configure } from 'storybook/test'
import 'virtual:headwater.css'
import { HubProvider } from '../src/index.ts'
import './preview.css'
import { hubFor, hubOf } from './story-hub.ts'

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 5000 })

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {
    layout: 'fullscreen',
    // What passes is not listed: that takes most of the time.
    a11y: { test: 'error', options: { resultTypes: ['violations'] } },
    controls: { expanded: true },
    options: {
      storySort: {
        order: ['Data models', 'Imports', 'Records', 'Dashboards', 'Freshness', 'Provider', 'UI'],
      },
    },
    viewport: {
      options: {
        narrow: { name: 'Narrow, 360 px', styles: { width: '360px', height: '740px' }, type: 'mobile' },
        wide: { name: 'Wide, 1100 px', styles: { width: '1100px', height: '800px' }, type: 'desktop' },
      },
    },
  },
  globalTypes: {
    colorScheme: {
      description: 'Colour scheme',
      toolbar: {
        title: 'Colour scheme',
        icon: 'contrast',
        items: [
          { value: 'light', title: 'Light', icon: 'sun' },
          { value: 'dark', title: 'Dark', icon: 'moon' },
          { value: 'auto', title: 'As the system', icon: 'browser' },
        ],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { colorScheme: 'light', viewport: { value: 'wide', isRotated: false } },
  // A backend of its own for each story: no story sees what another one changed.
  loaders: [({ parameters }) => ({ hub: hubFor(parameters) })],
  decorators: [
    (Story, context) => (
      <StrictMode>
        <HubProvider
          hub={hubOf(context)}
          colorScheme={context.globals['colorScheme']}
          locale="en-GB"
          className="story"
        >
          <Story />
        </HubProvider>
      </StrictMode>
    ),
  ],
}

export default preview
