"""Nothing lost, nothing twice: the plug pulled, programs killed, and a model of it all."""
