package id.segel.hsm;

/** The same secret on several tokens: what one does not compute another does. */
record ReplicatedMacKey(Replicas replicas, String label) implements MacKey {
    @Override
    public byte[] mac(byte[] data) {
        return replicas.asked(member -> new HmacKey(member.engine(), label).mac(data));
    }
}
