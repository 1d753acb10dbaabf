"""What must be true. One folder a room; `house` holds the law of the house itself."""
