/** Tests read as a browser set to British English does, whatever the machine is set to. */
Object.defineProperty(navigator, 'languages', { value: ['en-GB'] })
